@lexiang
Feature: The list of events shows what everybody may see, or all there is

  @L28.1
  Scenario: Without parameters it shows the public events, the newest created first
    When "lisi" calls listEvents
    Then it succeeds
    And data.#.attributes.title equals:
      """
      ["演唱会抽票", "活动1", "活动2", "活动", "开放日"]
      """
    And every data.#.attributes.privilege_type is 0
    And meta.current_page is 1
    And meta.per_page is 20
    And meta.total is 5

  @L28.1
  Scenario: It is in the order of creation, not of anything else
    Given the events row 9fcea8de0e7011ee85973a9f1b55fdxx changes to:
      | created_at | 2023-06-19 15:14:37 |
    And the events row 7e2a9b4c6f2e11ef9c3b5254005b9a03 changes to:
      | created_at | 2019-10-31 10:00:00 |
    When "lisi" calls listEvents
    Then data.#.attributes.title equals:
      """
      ["活动2", "活动1", "活动", "开放日", "演唱会抽票"]
      """

  @L28.1
  Scenario: A new public event comes first
    Given "lisi" calls createEvent with:
      | data.attributes.title      | 圈                   |
      | data.attributes.location   | 北京                  |
      | data.attributes.started_at | 2019-01-01 12:00:00 |
      | data.attributes.ended_at   | 2019-01-02 12:00:00 |
    When "wangwu" calls listEvents
    Then data.0.attributes.title is 圈
    And data has 6 items
    And meta.total is 6

  @L28.1
  Scenario Outline: An event that becomes one for <whom> is gone, and back when it is public again
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | privilege_type | <type> |
    When "lisi" calls listEvents
    Then data.#.attributes.title equals:
      """
      ["演唱会抽票", "活动2", "活动", "开放日"]
      """
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | privilege_type | 0 |
    When "lisi" calls listEvents
    Then data.#.attributes.title equals:
      """
      ["演唱会抽票", "活动1", "活动2", "活动", "开放日"]
      """

    Examples:
      | whom        | type |
      | some        | 1    |
      | its creator | 2    |

  @L28.1
  Scenario: Of 21 events 20 are on the first page
    Given the events row e01 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "1" |
    And the events row e02 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "2" |
    And the events row e03 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "3" |
    And the events row e04 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "4" |
    And the events row e05 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "5" |
    And the events row e06 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "6" |
    And the events row e07 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "7" |
    And the events row e08 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "8" |
    And the events row e09 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "9" |
    And the events row e10 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "10" |
    And the events row e11 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "11" |
    And the events row e12 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "12" |
    And the events row e13 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "13" |
    And the events row e14 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "14" |
    And the events row e15 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "15" |
    And the events row e16 is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | title | "16" |
    When "lisi" calls listEvents
    Then data has 20 items
    And meta.total is 21
    And meta.last_page is 2
    When "lisi" calls listEvents with:
      | page | 2 |
    Then data has 1 items

  @L28.2
  Scenario: list_type=all shows every event, whoever asks
    When "lisi" calls listEvents with:
      | list_type | all        |
      | sort      | created_at |
    Then data has 9 items
    And meta.total is 9
    And data.#.attributes.privilege_type equals:
      """
      [0, 1, 0, 1, 1, 0, 0, 2, 0]
      """
    When "wangwu" calls listEvents with:
      | list_type | all        |
      | sort      | created_at |
    Then the answer is the same as before

  @L28.2
  Scenario: list_type=public is the default
    When "lisi" calls listEvents with:
      | list_type | public |
    Then data.#.attributes.title equals:
      """
      ["演唱会抽票", "活动1", "活动2", "活动", "开放日"]
      """

  Scenario Outline: sort=<sort>
    Given the events row f90cf57ce01c11eda700d6b35742d49f changes to:
      | ended_at | 2025-01-01 00:00:00 |
    When "lisi" calls listEvents with:
      | sort | <sort> |
    Then it succeeds
    And data.#.attributes.title equals:
      """
      <titles>
      """

    @L29.1
    Examples:
      | sort       | titles                               |
      | created_at | ["开放日", "活动", "活动2", "活动1", "演唱会抽票"] |

    @L29.2
    Examples:
      | sort        | titles                               |
      | -created_at | ["演唱会抽票", "活动1", "活动2", "活动", "开放日"] |

    @L29.3
    Examples:
      | sort     | titles                               |
      | ended_at | ["开放日", "活动2", "活动1", "演唱会抽票", "活动"] |

    @L29.4
    Examples:
      | sort      | titles                               |
      | -ended_at | ["活动", "演唱会抽票", "活动1", "活动2", "开放日"] |

  Scenario Outline: Restricted, the list is sorted all the same: <sort>, <by>
    Given the events row f90cf57ce01c11eda700d6b35742d49f changes to:
      | ended_at | 2025-01-01 00:00:00              |
      | team     | 578f91d079c611ed8ee0f2ba6c6847f5 |
      | category | e3ca3a968c4d11eb9efa966bfb362313 |
    When "lisi" calls listEvents with:
      | list_type | all     |
      | sort      | <sort>  |
      | <by>      | <value> |
    Then data.#.id equals:
      """
      <ids>
      """

    @L29.1
    Examples:
      | sort       | by                      | value                            | ids                                                                                                          |
      | created_at | team_id                 | 578f91d079c611ed8ee0f2ba6c6847f5 | ["3c5c1f60fed711e9b1a95254005b9a01", "fb245e2c779411ed99a3d248086140f2", "f90cf57ce01c11eda700d6b35742d49f"] |
      | created_at | category_id             | e3ca3a968c4d11eb9efa966bfb362313 | ["3c5c1f60fed711e9b1a95254005b9a01", "fb245e2c779411ed99a3d248086140f2", "f90cf57ce01c11eda700d6b35742d49f"] |
      | created_at | filter[ended_at][since] | 2024-07-01                       | ["f90cf57ce01c11eda700d6b35742d49f", "5b0d3c1a6f2e11ef8a1d5254005b9a02", "7e2a9b4c6f2e11ef9c3b5254005b9a03"] |

    @L29.2
    Examples:
      | sort        | by                      | value                            | ids                                                                                                          |
      | -created_at | team_id                 | 578f91d079c611ed8ee0f2ba6c6847f5 | ["f90cf57ce01c11eda700d6b35742d49f", "fb245e2c779411ed99a3d248086140f2", "3c5c1f60fed711e9b1a95254005b9a01"] |
      | -created_at | category_id             | e3ca3a968c4d11eb9efa966bfb362313 | ["f90cf57ce01c11eda700d6b35742d49f", "fb245e2c779411ed99a3d248086140f2", "3c5c1f60fed711e9b1a95254005b9a01"] |
      | -created_at | filter[ended_at][since] | 2024-07-01                       | ["7e2a9b4c6f2e11ef9c3b5254005b9a03", "5b0d3c1a6f2e11ef8a1d5254005b9a02", "f90cf57ce01c11eda700d6b35742d49f"] |

    @L29.3
    Examples:
      | sort     | by                      | value                            | ids                                                                                                          |
      | ended_at | team_id                 | 578f91d079c611ed8ee0f2ba6c6847f5 | ["3c5c1f60fed711e9b1a95254005b9a01", "fb245e2c779411ed99a3d248086140f2", "f90cf57ce01c11eda700d6b35742d49f"] |
      | ended_at | category_id             | e3ca3a968c4d11eb9efa966bfb362313 | ["3c5c1f60fed711e9b1a95254005b9a01", "fb245e2c779411ed99a3d248086140f2", "f90cf57ce01c11eda700d6b35742d49f"] |
      | ended_at | filter[ended_at][since] | 2024-07-01                       | ["5b0d3c1a6f2e11ef8a1d5254005b9a02", "7e2a9b4c6f2e11ef9c3b5254005b9a03", "f90cf57ce01c11eda700d6b35742d49f"] |

    @L29.4
    Examples:
      | sort      | by                      | value                            | ids                                                                                                          |
      | -ended_at | team_id                 | 578f91d079c611ed8ee0f2ba6c6847f5 | ["f90cf57ce01c11eda700d6b35742d49f", "fb245e2c779411ed99a3d248086140f2", "3c5c1f60fed711e9b1a95254005b9a01"] |
      | -ended_at | category_id             | e3ca3a968c4d11eb9efa966bfb362313 | ["f90cf57ce01c11eda700d6b35742d49f", "fb245e2c779411ed99a3d248086140f2", "3c5c1f60fed711e9b1a95254005b9a01"] |
      | -ended_at | filter[ended_at][since] | 2024-07-01                       | ["f90cf57ce01c11eda700d6b35742d49f", "7e2a9b4c6f2e11ef9c3b5254005b9a03", "5b0d3c1a6f2e11ef8a1d5254005b9a02"] |

  @L32.1
  Scenario: A row has the document's 13 attributes
    When "lisi" calls listEvents with:
      | list_type | all |
    Then data.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx").attributes equals:
      """
      {
        "title": "活动1", "summary": "", "logo": "", "location": "科技大厦1",
        "started_at": "2023-06-19 15:13:00", "ended_at": "2023-06-21 15:13:00", "duration": 100,
        "created_at": "2023-06-19 15:14:36", "participant_count": 1, "participant_count_limit": 1,
        "privilege_type": 0, "closed_at": null, "app_source_type": "event"
      }
      """
    And data.#(id=="ce9143f20e6b11ee9c3aee7762def0xx").attributes equals:
      """
      {
        "title": "活动3", "summary": "123", "logo": "", "location": "但是",
        "started_at": "2023-06-19 14:37:00", "ended_at": "2023-06-20 14:37:00", "duration": 100,
        "created_at": "2023-06-19 14:37:48", "participant_count": 0, "participant_count_limit": null,
        "privilege_type": 1, "closed_at": null, "app_source_type": "roadmap"
      }
      """
    And data.#(id=="7e2a9b4c6f2e11ef9c3b5254005b9a03").attributes equals:
      """
      {
        "title": "演唱会抽票", "summary": "两张票", "logo": "", "location": "体育馆",
        "started_at": "2024-08-01 19:00:00", "ended_at": "2024-08-01 22:00:00", "duration": 180,
        "created_at": "2024-06-21 09:30:00", "participant_count": 3, "participant_count_limit": 2,
        "privilege_type": 0, "closed_at": "2024-07-30 18:00:00", "app_source_type": "event"
      }
      """

  @L32.1
  Scenario: The answer and its rows have the document's members
    When "lisi" calls listEvents
    Then @this has exactly these members:
      | data | links | meta | included |
    And data.0 has exactly these members:
      | type | id | attributes | links | relationships |
    And every data.#.type is event

  @L32.2
  Scenario Outline: The relationships of an event <that>
    When "lisi" calls listEvents with:
      | list_type | all |
    Then data.#(id=="<id>").relationships equals:
      """
      <relationships>
      """

    Examples:
      | that                          | id                               | relationships                                                                                                                                                                                                                |
      | in a category                 | 9fcea8de0e7011ee85973a9f1b55fdxx | {"owner": {"data": {"type": "staff", "id": "wangwu"}}, "category": {"data": {"type": "category", "id": "e772137a09f011eab30d0a58ac1302xx"}}}                                                                                 |
      | in a category, with a team    | f90cf57ce01c11eda700d6b35742d49f | {"owner": {"data": {"type": "staff", "id": "zhangsan"}}, "category": {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac130361"}}, "team": {"data": {"type": "team", "id": "2771363ede7f11ed965d6eccbfd63822"}}} |
      | in a category, from a roadmap | ce9143f20e6b11ee9c3aee7762def0xx | {"owner": {"data": {"type": "staff", "id": "lisi"}}, "category": {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac1303xx"}}, "roadmap": {"data": {"type": "roadmap", "id": 3883}}}                             |
      | of its owner alone            | 5b0d3c1a6f2e11ef8a1d5254005b9a02 | {"owner": {"data": {"type": "staff", "id": "zhangsan"}}}                                                                                                                                                                     |

  @L35
  Scenario: What several rows refer to is included once
    When "lisi" calls listEvents with:
      | list_type   | all                              |
      | category_id | f989f0c4045411eaae5f0a58ac1303xx |
    Then data has 3 items
    And every data.#.relationships.owner.data.id is lisi
    And included has 3 items
    And included.#(id=="lisi").type is staff
    And included.#(id=="f989f0c4045411eaae5f0a58ac1303xx").type is category
    And included.#(id=="3883").type is roadmap

  @L35
  Scenario: Only what the page refers to is included
    When "lisi" calls listEvents with:
      | per_page | 1 |
      | page     | 3 |
    Then data.#.attributes.title equals:
      """
      ["活动2"]
      """
    And included has 2 items
    And included.#(id=="wangwu").type is staff
    And included.#(id=="e772137a09f011eab30d0a58ac1302xx").type is category
    When "lisi" calls listEvents with:
      | per_page | 1 |
      | page     | 4 |
    Then data.#.id equals:
      """
      ["f90cf57ce01c11eda700d6b35742d49f"]
      """
    And included has 3 items
    And included.#(id=="zhangsan").type is staff
    And included.#(id=="f989f0c4045411eaae5f0a58ac130361").type is category
    And included.#(id=="2771363ede7f11ed965d6eccbfd63822").type is team

  @L35
  Scenario: A category and a team with the same id are both included
    Given the categories row 2771363ede7f11ed965d6eccbfd63822 is added, like f989f0c4045411eaae5f0a58ac130361 but for:
      | name | 同号 |
    And the events row f90cf57ce01c11eda700d6b35742d49f changes to:
      | category | 2771363ede7f11ed965d6eccbfd63822 |
    When "lisi" calls listEvents with:
      | team_id | 2771363ede7f11ed965d6eccbfd63822 |
    Then included has 3 items
    And included.#(type=="category").attributes.name is 同号
    And included.#(type=="team").attributes.name is K吧

  @L35
  Scenario: An empty page includes nothing
    When "lisi" calls listEvents with:
      | page | 2 |
    Then data has 0 items
    And included has 0 items

  @L38
  Scenario: A row that came from a roadmap says so
    When "lisi" calls listEvents with:
      | list_type   | all                              |
      | category_id | f989f0c4045411eaae5f0a58ac1303xx |
    Then data.#(id=="ce9143f20e6b11ee9c3aee7762def0xx").attributes.app_source_type is roadmap
    And data.#(id=="ce9143f20e6b11ee9c3aee7762def0xx").relationships.roadmap.data.id is 3883
    And data.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx").attributes.app_source_type is event
    And there is no data.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx").relationships.roadmap
    And included.#(type=="roadmap").id is "3883"

  @L38
  Scenario: Without such rows no roadmap is included
    When "lisi" calls listEvents
    Then every data.#.attributes.app_source_type is event
    And data.#.relationships.roadmap has 0 items
    And there is no included.#(type=="roadmap")
