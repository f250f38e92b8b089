@lexiang
Feature: An event belongs to a team and a category, and is for some people

  @L12.1
  Scenario Outline: A new event is for whoever is named, known or not
    When "lisi" calls createEvent with:
      | data.attributes.title             | 圈                                                                |
      | data.attributes.location          | 北京                                                              |
      | data.attributes.started_at        | 2024-07-01 10:00                                                  |
      | data.attributes.ended_at          | 2024-07-01 11:00                                                  |
      | data.attributes.privilege_type    | 1                                                                 |
      | data.relationships.privilege.data | [{"type": "<type>", "id": <id>}, {"type": "staff", "id": "lisi"}] |
    Then the status is 200
    And data.attributes.privilege_type is 1
    And there is no data.relationships.privilege
    And data.id is remembered as "event"
    When a stranger calls admin.getRow with:
      | api   | lexiang |
      | table | events  |
      | key   | {event} |
    Then privilege equals:
      """
      [{"type": "<type>", "id": "<stored>"}, {"type": "staff", "id": "lisi"}]
      """

    Examples:
      | type        | id                                 | stored                           |
      | staff       | "lisi"                             | lisi                             |
      | staff       | "nobody"                           | nobody                           |
      | staff       | 5                                  | 5                                |
      | department  | 1                                  | 1                                |
      | department  | "114"                              | 114                              |
      | team        | "nothing"                          | nothing                          |
      | team        | 7                                  | 7                                |
      | contact_tag | 2                                  | 2                                |
      | contact_tag | "65e225402a3a11eca818be0b64e7a200" | 65e225402a3a11eca818be0b64e7a200 |

  @L12.1
  Scenario: So is an edited one
    When "lisi" calls editEvent with:
      | event_id                          | f2ae74bc0e7011eeb6b7de5381fd83xx                                       |
      | data.attributes.privilege_type    | 1                                                                      |
      | data.relationships.privilege.data | [{"type": "department", "id": 114}, {"type": "team", "id": "nothing"}] |
    Then the status is 200
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | f2ae74bc0e7011eeb6b7de5381fd83xx |
    Then privilege equals:
      """
      [{"type": "department", "id": "114"}, {"type": "team", "id": "nothing"}]
      """

  @L12.2
  Scenario Outline: Nothing else can see a new event
    When "lisi" calls createEvent with:
      | data.attributes.title             | 圈               |
      | data.attributes.location          | 北京             |
      | data.attributes.started_at        | 2024-07-01 10:00 |
      | data.attributes.ended_at          | 2024-07-01 11:00 |
      | data.attributes.privilege_type    | 1                |
      | data.relationships.privilege.data | <data>           |
    Then the status is 400
    And errors has exactly these members:
      | data.relationships.privilege.data.<n>.type |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | n | data                                                                           |
      | 0 | [{"type": "planet", "id": "mars"}]                                             |
      | 0 | [{"type": "Staff", "id": "lisi"}]                                              |
      | 0 | [{"type": "planet", "id": "mars"}, {"type": "staff", "id": "lisi"}]            |
      | 1 | [{"type": "staff", "id": "lisi"}, {"type": "category", "id": "5"}]             |
      | 2 | [{"type": "staff", "id": 1}, {"type": "team", "id": 2}, {"type": "", "id": 3}] |

  @L12.2
  Scenario Outline: Nor an edited one
    Given the events row fb245e2c779411ed99a3d248086140f2 changes to:
      | privilege_type | <own> |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                          | fb245e2c779411ed99a3d248086140f2                                    |
      | <name>                            | <value>                                                             |
      | data.relationships.privilege.data | [{"type": "staff", "id": "lisi"}, {"type": "planet", "id": "mars"}] |
    Then the status is 400
    And errors has exactly these members:
      | data.relationships.privilege.data.1.type |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | own | name                           | value |
      | 1   | data.attributes.title          | 圈    |
      | 1   | data.attributes.privilege_type | 1     |
      | 0   | data.attributes.privilege_type | 1     |

  @L12.3
  Scenario Outline: Who sees a new event that is not for some is not looked at
    When "lisi" calls createEvent with:
      | data.attributes.title               | 圈               |
      | data.attributes.location            | 北京             |
      | data.attributes.started_at          | 2024-07-01 10:00 |
      | data.attributes.ended_at            | 2024-07-01 11:00 |
      | <name>                              | <value>          |
      | data.relationships.privilege (JSON) | <privilege>      |
    Then the status is 200
    And data.id is remembered as "event"
    When a stranger calls admin.getRow with:
      | api   | lexiang |
      | table | events  |
      | key   | {event} |
    Then there is no privilege.0

    Examples:
      | name                           | value | privilege                                    |
      | data.attributes.title          | 圈    | {"data": [{"type": "staff", "id": "lisi"}]}  |
      | data.attributes.title          | 圈    | {"data": [{"type": "planet", "id": "mars"}]} |
      | data.attributes.title          | 圈    | "everybody"                                  |
      | data.attributes.privilege_type | 0     | {"data": [{"type": "planet", "id": "mars"}]} |
      | data.attributes.privilege_type | 0     | 5                                            |
      | data.attributes.privilege_type | 0     | null                                         |
      | data.attributes.privilege_type | 2     | {"data": [{"type": "planet"}]}               |
      | data.attributes.privilege_type | 2     | {"data": 5}                                  |
      | data.attributes.privilege_type | 2     | []                                           |

  @L12.3
  Scenario Outline: Nor who sees an edited one
    Given the events row fb245e2c779411ed99a3d248086140f2 changes to:
      | privilege_type | <own> |
    When "lisi" calls editEvent with:
      | event_id                            | fb245e2c779411ed99a3d248086140f2 |
      | <name>                              | <value>                          |
      | data.relationships.privilege (JSON) | <privilege>                      |
    Then the status is 200
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then privilege equals:
      """
      [{"type": "staff", "id": "1"}, {"type": "department", "id": "1"}, {"type": "contact_tag", "id": "2"}]
      """

    Examples:
      | own | name                           | value | privilege                                    |
      | 0   | data.attributes.title          | 圈    | {"data": [{"type": "staff", "id": "lisi"}]}  |
      | 2   | data.attributes.title          | 圈    | {"data": [{"type": "planet", "id": "mars"}]} |
      | 1   | data.attributes.privilege_type | 0     | {"data": [{"type": "planet", "id": "mars"}]} |
      | 1   | data.attributes.privilege_type | 2     | "everybody"                                  |

  @L13.1
  Scenario: A new event has the team that was sent
    When "lisi" calls createEvent with:
      | data.attributes.title             | 圈                               |
      | data.attributes.location          | 北京                             |
      | data.attributes.started_at        | 2024-07-01 10:00                 |
      | data.attributes.ended_at          | 2024-07-01 11:00                 |
      | data.relationships.team.data.type | team                             |
      | data.relationships.team.data.id   | 21e6898e321b11e6a2f50800278acc25 |
    Then the status is 200
    And data.relationships equals:
      """
      {"team": {"data": {"type": "team", "id": "21e6898e321b11e6a2f50800278acc25"}}}
      """
    And included has 1 items
    And data.id is remembered as "event"
    When "lisi" calls listEvents with:
      | team_id | 21e6898e321b11e6a2f50800278acc25 |
    Then data.0.id is {event}
    And data.0.relationships.team.data.id is 21e6898e321b11e6a2f50800278acc25
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.relationships.team.data.id is 21e6898e321b11e6a2f50800278acc25

  @L13.2
  Scenario: A new event has the category that was sent
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈                               |
      | data.attributes.location              | 北京                             |
      | data.attributes.started_at            | 2024-07-01 10:00                 |
      | data.attributes.ended_at              | 2024-07-01 11:00                 |
      | data.relationships.category.data.type | category                         |
      | data.relationships.category.data.id   | f989f0c4045411eaae5f0a58ac130361 |
    Then the status is 200
    And data.relationships equals:
      """
      {"category": {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac130361"}}}
      """
    And included has 1 items
    And data.id is remembered as "event"
    When "lisi" calls listEvents with:
      | category_id | f989f0c4045411eaae5f0a58ac130361 |
    Then data.0.id is {event}
    And data.0.relationships.category.data.id is f989f0c4045411eaae5f0a58ac130361
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.relationships.category.data.id is f989f0c4045411eaae5f0a58ac130361

  @L13.1 @L13.2
  Scenario: An edited event has the ones that were sent
    When "lisi" calls editEvent with:
      | event_id                              | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.team.data.type     | team                             |
      | data.relationships.team.data.id       | 2771363ede7f11ed965d6eccbfd63822 |
      | data.relationships.category.data.type | category                         |
      | data.relationships.category.data.id   | f989f0c4045411eaae5f0a58ac130361 |
    Then data.relationships.team.data.id is 2771363ede7f11ed965d6eccbfd63822
    And data.relationships.category.data.id is f989f0c4045411eaae5f0a58ac130361
    And included.#.id equals:
      """
      ["f989f0c4045411eaae5f0a58ac130361", "2771363ede7f11ed965d6eccbfd63822"]
      """

  @L13.3
  Scenario: The SDK's type of a category
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈                               |
      | data.attributes.location              | 北京                             |
      | data.attributes.started_at            | 2024-07-01 10:00                 |
      | data.attributes.ended_at              | 2024-07-01 11:00                 |
      | data.relationships.category.data.type | category_id                      |
      | data.relationships.category.data.id   | f989f0c4045411eaae5f0a58ac130361 |
    Then the status is 200
    And data.relationships.category equals:
      """
      {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac130361"}}
      """
    And included.0.type is category
    When "lisi" calls editEvent with:
      | event_id                              | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.category.data.type | category_id                      |
      | data.relationships.category.data.id   | f989f0c4045411eaae5f0a58ac130361 |
    Then data.relationships.category equals:
      """
      {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac130361"}}
      """

  @L13.4
  Scenario Outline: A new event cannot belong to what is not there
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈                             |
      | data.attributes.location              | 北京                           |
      | data.attributes.started_at            | 2024-07-01 10:00               |
      | data.attributes.ended_at              | 2024-07-01 11:00               |
      | data.relationships.<name>.data (JSON) | {"type": "<type>", "id": <id>} |
    Then the status is 400
    And errors has exactly these members:
      | data.relationships.<name>.data.<wrong> |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | name     | type        | id                                 | wrong |
      | team     | team        | "nothing"                          | id    |
      | team     | team        | "e3ca3a968c4d11eb9efa966bfb362313" | id    |
      | team     | team        | "k101389"                          | id    |
      | team     | team        | ""                                 | id    |
      | category | category    | ""                                 | id    |
      | category | category    | "nothing"                          | id    |
      | category | category_id | "nothing"                          | id    |
      | category | category    | "21e6898e321b11e6a2f50800278acc25" | id    |
      | team     | category    | "21e6898e321b11e6a2f50800278acc25" | type  |
      | team     | team_id     | "21e6898e321b11e6a2f50800278acc25" | type  |
      | category | team        | "e3ca3a968c4d11eb9efa966bfb362313" | type  |
      | category | Category    | "e3ca3a968c4d11eb9efa966bfb362313" | type  |

  @L13.4
  Scenario Outline: Nor can an edited one
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title                 | 圈                               |
      | data.relationships.<name>.data (JSON) | {"type": "<type>", "id": <id>}   |
    Then the status is 400
    And errors has exactly these members:
      | data.relationships.<name>.data.<wrong> |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | name     | type     | id                                 | wrong |
      | team     | team     | "nothing"                          | id    |
      | team     | team     | ""                                 | id    |
      | category | category | ""                                 | id    |
      | category | category | "nothing"                          | id    |
      | team     | planet   | "21e6898e321b11e6a2f50800278acc25" | type  |
      | category | team     | "e3ca3a968c4d11eb9efa966bfb362313" | type  |

  @L19.1
  Scenario Outline: Every event links to its page on the platform
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then <event>.links.platform is "https://km.lexiangla.com/<page>"

    Examples:
      | operation       | name      | value                            | event                                          | page                                                  |
      | getEvent        | event_id  | fb245e2c779411ed99a3d248086140f2 | data                                           | teams/k101390/events/fb245e2c779411ed99a3d248086140f2 |
      | getEvent        | event_id  | 9fcea8de0e7011ee85973a9f1b55fdxx | data                                           | events/9fcea8de0e7011ee85973a9f1b55fdxx               |
      | editEvent       | event_id  | fb245e2c779411ed99a3d248086140f2 | data                                           | teams/k101390/events/fb245e2c779411ed99a3d248086140f2 |
      | editEvent       | event_id  | f2ae74bc0e7011eeb6b7de5381fd83xx | data                                           | events/f2ae74bc0e7011eeb6b7de5381fd83xx               |
      | listEvents      | list_type | all                              | data.#(id=="7e2a9b4c6f2e11ef9c3b5254005b9a03") | teams/k101389/events/7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | listEvents      | list_type | all                              | data.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx") | events/f2ae74bc0e7011eeb6b7de5381fd83xx               |
      | listStaffEvents | staff_id  | zhangsan                         | data.#(id=="f90cf57ce01c11eda700d6b35742d49f") | teams/k101471/events/f90cf57ce01c11eda700d6b35742d49f |
      | listStaffEvents | staff_id  | zhangsan                         | data.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx") | events/f2ae74bc0e7011eeb6b7de5381fd83xx               |

  @L19.1
  Scenario: So does a new one
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.id is remembered as "event"
    And data.links.platform is "https://km.lexiangla.com/events/{event}"
    When "lisi" calls createEvent with:
      | data.attributes.title             | 圈                               |
      | data.attributes.location          | 北京                             |
      | data.attributes.started_at        | 2024-07-01 10:00                 |
      | data.attributes.ended_at          | 2024-07-01 11:00                 |
      | data.relationships.team.data.type | team                             |
      | data.relationships.team.data.id   | 21e6898e321b11e6a2f50800278acc25 |
    Then data.id is remembered as "event"
    And data.links.platform is "https://km.lexiangla.com/teams/k101389/events/{event}"

  @L19.1
  Scenario: The link follows the event to another team
    When "lisi" calls editEvent with:
      | event_id                          | fb245e2c779411ed99a3d248086140f2 |
      | data.relationships.team.data.type | team                             |
      | data.relationships.team.data.id   | 2771363ede7f11ed965d6eccbfd63822 |
    Then data.links.platform is "https://km.lexiangla.com/teams/k101471/events/fb245e2c779411ed99a3d248086140f2"

  @L19.2
  Scenario Outline: The platform is the tenant's
    Given the settings row settings changes to:
      | tenant | https://abc.lexiangla.com |
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then <event>.links.platform is "https://abc.lexiangla.com/<page>"

    Examples:
      | operation       | name      | value                            | event                                          | page                                                  |
      | getEvent        | event_id  | fb245e2c779411ed99a3d248086140f2 | data                                           | teams/k101390/events/fb245e2c779411ed99a3d248086140f2 |
      | editEvent       | event_id  | f2ae74bc0e7011eeb6b7de5381fd83xx | data                                           | events/f2ae74bc0e7011eeb6b7de5381fd83xx               |
      | listEvents      | list_type | all                              | data.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx") | events/f2ae74bc0e7011eeb6b7de5381fd83xx               |
      | listStaffEvents | staff_id  | zhangsan                         | data.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx") | events/f2ae74bc0e7011eeb6b7de5381fd83xx               |
      | getEvent        | event_id  | fb245e2c779411ed99a3d248086140f2 | included.#(type=="team")                       | teams/k101390                                         |

  @L19.2
  Scenario: A new event's, too
    Given the settings row settings changes to:
      | tenant | http://km.example.com:8080 |
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.id is remembered as "event"
    And data.links.platform is "http://km.example.com:8080/events/{event}"

  @L45
  Scenario: A detail includes its owner, category and team
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then included equals:
      """
      [
        {
          "type": "staff", "id": "lisi",
          "attributes": {"name": "lisi", "english_name": null, "organization": "140 前端开发"}
        },
        {
          "type": "category", "id": "e3ca3a968c4d11eb9efa966bfb362313",
          "attributes": {"name": "活动分类", "weight": -10}
        },
        {
          "type": "team", "id": "578f91d079c611ed8ee0f2ba6c6847f5",
          "attributes": {
            "name": "K吧2", "code": "k101390", "type": 2, "is_secret": 0,
            "logo": "//static.lexiang-asset.net/build/img/default@2x-42e4b0a8.png"
          },
          "links": {"platform": "https://km.lexiangla.com/teams/k101390"}
        }
      ]
      """

  @L45
  Scenario: And its project
    When "lisi" calls getEvent with:
      | event_id | ce9143f20e6b11ee9c3aee7762defxxx |
    Then included.#(type=="roadmap") equals:
      """
      {
        "type": "roadmap", "id": "3883",
        "attributes": {
          "title": "项目", "checkpoint_count": 6, "content": "", "created_at": "2023-06-19 11:05:09",
          "cover": "https://km.lexiangla.net/assets/14c92f560e4e11ee9ce10eb333a356xx",
          "subject_type": "training", "status": 1
        }
      }
      """

  @L45
  Scenario: An English name is shown
    When "fwkt_zhangsan" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    And data.id is remembered as "event"
    And "lisi" calls getEvent with:
      | event_id | {event} |
    Then included equals:
      """
      [
        {
          "type": "staff", "id": "fwkt_zhangsan",
          "attributes": {"name": "张三", "english_name": "San Zhang", "organization": "服务台"}
        }
      ]
      """

  @L45
  Scenario: A write includes its category and team
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈                               |
      | data.attributes.location              | 北京                             |
      | data.attributes.started_at            | 2024-07-01 10:00                 |
      | data.attributes.ended_at              | 2024-07-01 11:00                 |
      | data.relationships.team.data.type     | team                             |
      | data.relationships.team.data.id       | 2771363ede7f11ed965d6eccbfd63822 |
      | data.relationships.category.data.type | category                         |
      | data.relationships.category.data.id   | e3ca3a968c4d11eb9efa966bfb362313 |
    Then included equals:
      """
      [
        {
          "type": "category", "id": "e3ca3a968c4d11eb9efa966bfb362313",
          "attributes": {"name": "活动分类", "weight": -10}
        },
        {
          "type": "team", "id": "2771363ede7f11ed965d6eccbfd63822",
          "attributes": {
            "name": "K吧", "code": "k101471", "type": 2, "is_secret": 1,
            "logo": "//static.lexiang-asset.com/build/img/default@2x-42e4b0a8.png"
          },
          "links": {"platform": "https://km.lexiangla.com/teams/k101471"}
        }
      ]
      """
    When "lisi" calls editEvent with:
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
    Then included equals:
      """
      [
        {
          "type": "category", "id": "e3ca3a968c4d11eb9efa966bfb362313",
          "attributes": {"name": "活动分类", "weight": -10}
        },
        {
          "type": "team", "id": "578f91d079c611ed8ee0f2ba6c6847f5",
          "attributes": {
            "name": "K吧2", "code": "k101390", "type": 2, "is_secret": 0,
            "logo": "//static.lexiang-asset.net/build/img/default@2x-42e4b0a8.png"
          },
          "links": {"platform": "https://km.lexiangla.com/teams/k101390"}
        }
      ]
      """

  @L45
  Scenario Outline: Lists include the same
    When "lisi" calls <operation> with:
      | <name> | <value> |
    Then included.#(id=="zhangsan") equals:
      """
      {
        "type": "staff", "id": "zhangsan",
        "attributes": {"name": "zhangsan", "english_name": null, "organization": "43 产品经理"}
      }
      """
    And included.#(id=="f989f0c4045411eaae5f0a58ac130361") equals:
      """
      {"type": "category", "id": "f989f0c4045411eaae5f0a58ac130361", "attributes": {"name": "其他", "weight": 0}}
      """
    And included.#(id=="2771363ede7f11ed965d6eccbfd63822") equals:
      """
      {
        "type": "team", "id": "2771363ede7f11ed965d6eccbfd63822",
        "attributes": {
          "name": "K吧", "code": "k101471", "type": 2, "is_secret": 1,
          "logo": "//static.lexiang-asset.com/build/img/default@2x-42e4b0a8.png"
        },
        "links": {"platform": "https://km.lexiangla.com/teams/k101471"}
      }
      """

    Examples:
      | operation       | name      | value    |
      | listEvents      | list_type | all      |
      | listStaffEvents | staff_id  | zhangsan |

  @L45
  Scenario: So is a project in the list
    When "lisi" calls listEvents with:
      | list_type | all |
    Then included.#(type=="roadmap") equals:
      """
      {
        "type": "roadmap", "id": "3883",
        "attributes": {
          "title": "项目", "checkpoint_count": 6, "content": "", "created_at": "2023-06-19 11:05:09",
          "cover": "https://km.lexiangla.net/assets/14c92f560e4e11ee9ce10eb333a356xx",
          "subject_type": "training", "status": 1
        }
      }
      """
