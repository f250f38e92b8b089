@lexiang
Feature: A write has a JSON body

  @L06.1
  Scenario Outline: A new event may come as JSON of any name
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      StaffID: lisi
      <type>

      {"data": {"attributes": {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}}}
      """
    Then the status is 200
    And data.attributes.title is 圈

    Examples:
      | type                                                                  |
      | Content-Type: application/vnd.api+json                                |
      | Content-Type: application/json                                        |
      | Content-Type: application/json; charset=utf-8                         |
      | Content-Type: application/vnd.api+json; ext="https://example.com/ext" |
      | Content-Type: Application/JSON                                        |
      | Accept: application/vnd.api+json                                      |

  @L06.1
  Scenario Outline: So may an edit
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi
      <type>

      {"data": {"attributes": {"title": "圈"}}}
      """
    Then the status is 200
    And data.attributes.title is 圈

    Examples:
      | type                                                                  |
      | Content-Type: application/vnd.api+json                                |
      | Content-Type: application/json                                        |
      | Content-Type: application/json; charset=utf-8                         |
      | Content-Type: application/vnd.api+json; ext="https://example.com/ext" |
      | Accept: application/vnd.api+json                                      |

  @L06.2
  Scenario Outline: Nothing is created from what is sent as something else
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: <type>

      {"data": {"attributes": {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}}}
      """
    Then the status is 415
    And errors has exactly these members:
      | detail |
    And the diagnosis names body-content-type
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | type                              |
      | text/plain                        |
      | application/x-www-form-urlencoded |
      | multipart/form-data; boundary=x   |
      | application/problem+json          |
      | json                              |

  @L06.2
  Scenario Outline: Nor is anything edited
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: <type>

      {"data": {"attributes": {"title": "圈"}}}
      """
    Then the status is 415
    And errors has exactly these members:
      | detail |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | type                              |
      | text/plain                        |
      | application/x-www-form-urlencoded |
      | multipart/form-data; boundary=x   |

  @L06.3
  Scenario Outline: Nothing is created from what is no JSON object
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/json

      <body>
      """
    Then the status is 400
    And errors has exactly these members:
      | detail |
    And the diagnosis names body-malformed
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | body                                                                                                                        |
      |                                                                                                                             |
      | {"data":                                                                                                                    |
      | {"data": {"attributes": {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}}}}   |
      | {"data": {"attributes": {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}}} {} |
      | data=1                                                                                                                      |
      | []                                                                                                                          |
      | [{"data": {"attributes": {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}}}]  |
      | "data"                                                                                                                      |
      | 5                                                                                                                           |
      | true                                                                                                                        |
      | null                                                                                                                        |

  @L06.3
  Scenario Outline: Nor is anything edited from it
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/json

      <body>
      """
    Then the status is 400
    And errors has exactly these members:
      | detail |
    And the diagnosis names body-malformed
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | body                                         |
      |                                              |
      | {"data": {"attributes": {"title": "圈"}}     |
      | {"data": {"attributes": {"title": "圈"}}} {} |
      | []                                           |
      | [{"data": {"attributes": {"title": "圈"}}}]  |
      | "data"                                       |
      | 5                                            |
      | false                                        |

  @L06.4
  Scenario: PHP's empty array for relationships is none
    When "lisi" calls createEvent with:
      | data.attributes (JSON)    | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
      | data.relationships (JSON) | []                                                                                             |
    Then the status is 200
    And data.relationships equals:
      """
      {}
      """

  @L06.4
  Scenario: PHP's empty array for attributes is none
    When "lisi" calls createEvent with:
      | data.attributes (JSON) | [] |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.title | data.attributes.location | data.attributes.started_at | data.attributes.ended_at |

  @L06.4
  Scenario: An edit of PHP's empty arrays changes nothing
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                  | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes (JSON)    | []                               |
      | data.relationships (JSON) | []                               |
    Then the status is 200
    And data.attributes.title is api创建的活动
    And data.relationships.team.data.id is 578f91d079c611ed8ee0f2ba6c6847f5
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

  @L06.4
  Scenario: The one may be empty and the other not
    When "lisi" calls editEvent with:
      | event_id                  | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title     | 圈                               |
      | data.relationships (JSON) | []                               |
    Then data.attributes.title is 圈
    And data.relationships.team.data.id is 578f91d079c611ed8ee0f2ba6c6847f5
    When "lisi" calls editEvent with:
      | event_id                       | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes (JSON)         | []                               |
      | data.relationships.team (JSON) | null                             |
    Then data.attributes.title is 圈
    And there is no data.relationships.team

  @L06.5
  Scenario Outline: A read's body and Content-Type are not looked at
    When this request is sent:
      """
      GET /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      """
    Then the status is 200
    When this request is sent:
      """
      GET /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token

      []
      """
    Then the answer is the same as before
    When this request is sent:
      """
      GET /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      Content-Type: application/json

      {"page": 0, "data":
      """
    Then the answer is the same as before
    When this request is sent:
      """
      GET /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      Content-Type: application/x-www-form-urlencoded

      page=0&list_type=nothing
      """
    Then the answer is the same as before

    Examples:
      | path                                                 |
      | events?list_type=all                                 |
      | events/fb245e2c779411ed99a3d248086140f2              |
      | events/3c5c1f60fed711e9b1a95254005b9a01/participants |
      | staffs/zhangsan/events                               |

  @L14
  Scenario Outline: What a new event calls itself, and what listens, is not looked at
    When "lisi" calls createEvent with:
      | data.attributes (JSON) | {"title":"圈","location":"北京","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"} |
      | data.type (JSON)       | <type>                                                                                         |
      | data.id (JSON)         | <id>                                                                                           |
      | meta (JSON)            | <meta>                                                                                         |
    Then the status is 200
    And data.type is event
    And data.id is not <id>
    And data.attributes.title is 圈
    And there is no meta

    Examples:
      | type    | id                                   | meta                    |
      | "event" | "fb245e2c779411ed99a3d248086140f2"   | {"listeners": ["lisi"]} |
      | "staff" | 5                                    | []                      |
      | 5       | {}                                   | "none"                  |
      | null    | null                                 | null                    |
      | []      | ["fb245e2c779411ed99a3d248086140f2"] | 5                       |

  @L14
  Scenario Outline: Nor what an edited one calls itself
    When "lisi" calls editEvent with:
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
      | data.type (JSON)      | <type>                           |
      | data.id (JSON)        | <id>                             |
      | meta (JSON)           | <meta>                           |
    Then the status is 200
    And data.type is event
    And data.id is fb245e2c779411ed99a3d248086140f2
    And data.attributes.title is 圈
    When "lisi" calls getEvent with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
    Then data.attributes.title is 活动1

    Examples:
      | type    | id                                 | meta                    |
      | "event" | "f2ae74bc0e7011eeb6b7de5381fd83xx" | {"listeners": ["lisi"]} |
      | "staff" | 5                                  | []                      |
      | null    | null                               | null                    |

  @L06.1
  Scenario: Whatever its parameters are
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/9fcea8de0e7011ee85973a9f1b55fdxx
      Authorization: Bearer lexiang-token
      StaffID: wangwu
      Content-Type: application/json; charset

      {}
      """
    Then the status is 200

  @L06.1
  Scenario: The body is written as it is sent, the id in the path beside it
    When "lisi" calls editEvent with the body:
      """
      {
        "event_id": "fb245e2c779411ed99a3d248086140f2",
        "data": {"attributes": {"title": "\"圈\" 1.0"}}
      }
      """
    Then the status is 200
    And data equals:
      """
      {
        "type": "event", "id": "fb245e2c779411ed99a3d248086140f2",
        "attributes": {"title": "\"圈\" 1.0", "location?": "<text>", "gone?": "<integer>", "<any>": "<any>"},
        "<any>": "<object>"
      }
      """

  @L06.3
  Scenario Outline: A body that is no object is sent as it is: <body>
    When "lisi" calls createEvent with the body:
      """
      <body>
      """
    Then the status is 400
    And the diagnosis names body-malformed

    Examples:
      | body           |
      | [{"data": {}}] |
      | "data"         |
      | 1              |
