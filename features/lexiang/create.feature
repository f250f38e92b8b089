@lexiang
Feature: A new event has what was sent, and what it needs

  Scenario Outline: An event needs a title, a location, a beginning and an end
    When "lisi" calls createEvent with:
      | data.attributes (JSON) | <attributes> |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.<missing> |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    @L07.1
    Examples:
      | missing | attributes                                                                             |
      | title   | {"location": "北京", "started_at": "2024-07-01 10:00", "ended_at": "2024-07-01 11:00"} |

    @L07.2
    Examples:
      | missing  | attributes                                                                        |
      | location | {"title": "圈", "started_at": "2024-07-01 10:00", "ended_at": "2024-07-01 11:00"} |

    @L07.3
    Examples:
      | missing    | attributes                                                          |
      | started_at | {"title": "圈", "location": "北京", "ended_at": "2024-07-01 11:00"} |

    @L07.4
    Examples:
      | missing  | attributes                                                            |
      | ended_at | {"title": "圈", "location": "北京", "started_at": "2024-07-01 10:00"} |

  @L07.5
  Scenario Outline: They are not empty
    When "lisi" calls createEvent with:
      | data.attributes.title         | 圈               |
      | data.attributes.location      | 北京             |
      | data.attributes.started_at    | 2024-07-01 10:00 |
      | data.attributes.ended_at      | 2024-07-01 11:00 |
      | data.attributes.<name> (JSON) | <value>          |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.<name> |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | name       | value    |
      | title      | null     |
      | title      | ""       |
      | title      | "  "     |
      | title      | " \t"    |
      | title      | "\u3000" |
      | title      | "\u00a0" |
      | title      | "\u2003" |
      | location   | null     |
      | location   | ""       |
      | location   | "  "     |
      | location   | " \t"    |
      | location   | "\u3000" |
      | location   | "\u00a0" |
      | location   | "\u2003" |
      | started_at | null     |
      | started_at | ""       |
      | started_at | "  "     |
      | started_at | " \t"    |
      | started_at | "\u3000" |
      | started_at | "\u00a0" |
      | started_at | "\u2003" |
      | ended_at   | null     |
      | ended_at   | ""       |
      | ended_at   | "  "     |
      | ended_at   | " \t"    |
      | ended_at   | "\u3000" |
      | ended_at   | "\u00a0" |
      | ended_at   | "\u2003" |

  @L07.5
  Scenario Outline: They do not become empty
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                      | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.<name> (JSON) | <value>                          |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.<name> |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | name       | value    |
      | title      | null     |
      | title      | ""       |
      | title      | "  "     |
      | title      | " \t"    |
      | title      | "\u3000" |
      | title      | "\u00a0" |
      | title      | "\u2003" |
      | location   | null     |
      | location   | ""       |
      | location   | "  "     |
      | location   | " \t"    |
      | location   | "\u3000" |
      | location   | "\u00a0" |
      | location   | "\u2003" |
      | started_at | null     |
      | started_at | ""       |
      | started_at | "  "     |
      | started_at | " \t"    |
      | started_at | "\u3000" |
      | started_at | "\u00a0" |
      | started_at | "\u2003" |
      | ended_at   | null     |
      | ended_at   | ""       |
      | ended_at   | "  "     |
      | ended_at   | " \t"    |
      | ended_at   | "\u3000" |
      | ended_at   | "\u00a0" |
      | ended_at   | "\u2003" |

  @L07.6
  Scenario: All that is wrong is told at once
    When "lisi" calls createEvent with:
      | data.attributes.title (JSON)            | "  "             |
      | data.attributes.location                |                  |
      | data.attributes.started_at              | 2024-02-30 10:00 |
      | data.attributes.duration                | -1               |
      | data.attributes.closed_at               | never            |
      | data.attributes.participant_count_limit | 0                |
      | data.attributes.enable_random_extract   | 1                |
      | data.attributes.privilege_type          | 3                |
      | data.relationships.team.data.type       | planet           |
      | data.relationships.team.data.id         | nothing          |
      | data.relationships.category.data.type   | category         |
      | data.relationships.category.data.id     | nothing          |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.title             | data.attributes.location                | data.attributes.started_at            |
      | data.attributes.ended_at          | data.attributes.duration                | data.attributes.closed_at             |
      | data.attributes.privilege_type    | data.attributes.participant_count_limit | data.attributes.enable_random_extract |
      | data.relationships.team.data.type | data.relationships.team.data.id         | data.relationships.category.data.id   |
    And errors.data\.attributes\.location.0 is a valid text
    And errors.data\.relationships\.category\.data\.id.0 is a valid text

  @L07.6
  Scenario: An empty request lacks all four
    When "lisi" calls createEvent
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.title | data.attributes.location | data.attributes.started_at | data.attributes.ended_at |

  @L07.7
  Scenario: What is refused is not in the list
    When "lisi" calls listEvents with:
      | list_type | all |
    And @this is remembered as "before"
    And "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.duration   | -1               |
    Then the status is 400
    When "lisi" calls listEvents with:
      | list_type | all |
    Then @this is {before}
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then the status is 200
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 10

  @L07.8
  Scenario Outline: What is optional may be empty
    When "lisi" calls createEvent with:
      | data.attributes.title         | 圈               |
      | data.attributes.location      | 北京             |
      | data.attributes.started_at    | 2024-07-01 10:00 |
      | data.attributes.ended_at      | 2024-07-01 11:00 |
      | data.attributes.<name> (JSON) | <value>          |
    Then the status is 200
    And data.id is remembered as "event"
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.<name> is <shown>

    Examples:
      | name            | value | shown |
      | content         | null  | ""    |
      | content         | ""    | ""    |
      | logo            | null  | ""    |
      | logo            | ""    | ""    |
      | duration        | null  | 0     |
      | duration        | ""    | 0     |
      | closed_at       | null  | null  |
      | closed_at       | ""    | null  |
      | attend_start_at | null  | null  |
      | attend_start_at | ""    | null  |
      | attend_end_at   | null  | null  |
      | attend_end_at   | ""    | null  |

  @L07.8
  Scenario Outline: It may become empty
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | <name> | <before> |
    When "lisi" calls editEvent with:
      | event_id                      | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | data.attributes.<name> (JSON) | <value>                          |
    Then the status is 200
    When "lisi" calls getEvent with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
    Then data.attributes.<name> is <shown>

    Examples:
      | name            | before              | value | shown |
      | content         | <p>正文</p>         | null  | ""    |
      | content         | <p>正文</p>         | ""    | ""    |
      | logo            | logo.png            | null  | ""    |
      | logo            | logo.png            | ""    | ""    |
      | duration        | 100                 | null  | 0     |
      | duration        | 100                 | ""    | 0     |
      | closed_at       | 2023-06-18 12:00:00 | null  | null  |
      | closed_at       | 2023-06-18 12:00:00 | ""    | null  |
      | attend_start_at | 2023-06-18 12:00:00 | null  | null  |
      | attend_start_at | 2023-06-18 12:00:00 | ""    | null  |
      | attend_end_at   | 2023-06-18 12:00:00 | null  | null  |
      | attend_end_at   | 2023-06-18 12:00:00 | ""    | null  |

  @L07.9 @L18.1
  Scenario: Attributes that are not known are ignored
    When "lisi" calls createEvent with:
      | data.attributes.title         | 圈                               |
      | data.attributes.location      | 北京                             |
      | data.attributes.started_at    | 2024-07-01 10:00                 |
      | data.attributes.ended_at      | 2024-07-01 11:00                 |
      | data.attributes.colour        | red                              |
      | data.attributes.id            | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.owner         | wangwu                           |
      | data.attributes.created_at    | never                            |
      | data.attributes.summary       | 别的                             |
      | data.attributes.attend_method | location                         |
    Then the status is 200
    And data.attributes has exactly these members:
      | title             | content        | summary                 | location        | logo            | privilege_type |
      | closed_at         | started_at     | ended_at                | updated_at      | created_at      | attend_method  |
      | participant_count | attendee_count | participant_count_limit | attend_location | attend_start_at | attend_end_at  |
    And data.attributes.summary is ""
    And data.attributes.attend_method is qrcode
    And data.id is not fb245e2c779411ed99a3d248086140f2

  @L07.9
  Scenario: So are those of an edit
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                          | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.colour            | red                              |
      | data.attributes.created_at        | never                            |
      | data.attributes.summary           | 别的                             |
      | data.attributes.participant_count | 5                                |
    Then the status is 200
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

  @L07.9
  Scenario: Relationships among the attributes are not known, and the diagnosis says so
    When "lisi" calls createEvent with:
      | data.attributes.title                        | 圈                               |
      | data.attributes.location                     | 北京                             |
      | data.attributes.started_at                   | 2024-07-01 10:00                 |
      | data.attributes.ended_at                     | 2024-07-01 11:00                 |
      | data.attributes.relationships.team.data.type | team                             |
      | data.attributes.relationships.team.data.id   | 21e6898e321b11e6a2f50800278acc25 |
    Then the status is 200
    And there is no data.relationships.team
    And the diagnosis names param-unknown
    And the diagnosis says "data.attributes.relationships"

  @L15
  Scenario Outline: The times of an event come in any order
    When "lisi" calls createEvent with:
      | data.attributes.title           | 圈             |
      | data.attributes.location        | 北京           |
      | data.attributes.started_at      | <started>      |
      | data.attributes.ended_at        | <ended>        |
      | data.attributes.closed_at       | <closed>       |
      | data.attributes.attend_start_at | <attend_start> |
      | data.attributes.attend_end_at   | <attend_end>   |
    Then the status is 200
    And data.attributes.started_at is "<started>"
    And data.attributes.ended_at is "<ended>"
    And data.attributes.closed_at is "<closed>"
    And data.attributes.attend_start_at is "<attend_start>"
    And data.attributes.attend_end_at is "<attend_end>"
    When "lisi" calls editEvent with:
      | event_id                        | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.started_at      | <started>                        |
      | data.attributes.ended_at        | <ended>                          |
      | data.attributes.closed_at       | <closed>                         |
      | data.attributes.attend_start_at | <attend_start>                   |
      | data.attributes.attend_end_at   | <attend_end>                     |
    Then the status is 200
    And data.attributes.started_at is "<started>"
    And data.attributes.ended_at is "<ended>"

    Examples:
      | started             | ended               | closed              | attend_start        | attend_end          |
      | 2024-07-01 10:00:00 | 2024-07-01 11:00:00 | 2024-07-01 10:30:00 | 2024-07-01 11:00:00 | 2024-07-01 11:30:00 |
      | 2024-07-01 11:00:00 | 2024-07-01 10:00:00 | 2024-06-30 10:00:00 | 2024-07-01 10:00:00 | 2024-07-01 11:00:00 |
      | 2024-07-01 10:00:00 | 2024-07-01 10:00:00 | 2024-07-02 10:00:00 | 2024-07-03 10:00:00 | 2024-06-03 10:00:00 |

  @L16.1
  Scenario: A new event is answered 200, with an id of its own
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈                               |
      | data.attributes.location              | 北京                             |
      | data.attributes.started_at            | 2024-07-01 10:00                 |
      | data.attributes.ended_at              | 2024-07-01 11:00                 |
      | data.relationships.team.data.type     | team                             |
      | data.relationships.team.data.id       | 21e6898e321b11e6a2f50800278acc25 |
      | data.relationships.category.data.type | category                         |
      | data.relationships.category.data.id   | e3ca3a968c4d11eb9efa966bfb362313 |
    Then the status is 200
    And the answer's header "Content-Type" is "application/vnd.api+json"
    And data.type is event
    And data.id is a valid text
    And every included.#.id is a valid text
    And data.id is remembered as "first"
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.id is not {first}

  @L16.2 @L18.3
  Scenario: What was not sent has its default
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.id is remembered as "event"
    And @this equals:
      """
      {
        "data": {
          "type": "event", "id": "{event}",
          "attributes": {
            "title": "圈", "content": "", "summary": "", "location": "北京", "logo": "", "privilege_type": 0,
            "closed_at": null, "started_at": "2024-07-01 10:00:00", "ended_at": "2024-07-01 11:00:00",
            "updated_at": "2024-06-10 12:00:00", "participant_count": 0, "attendee_count": 0,
            "participant_count_limit": null, "created_at": "2024-06-10 12:00:00", "attend_method": "qrcode",
            "attend_location": "", "attend_start_at": null, "attend_end_at": null
          },
          "links": {"platform": "https://km.lexiangla.com/events/{event}"},
          "relationships": {}
        },
        "included": []
      }
      """

  @L16.2
  Scenario: It is stored as it was answered
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.content    | 欢迎             |
    And data.id is remembered as "event"
    And 1h pass
    And "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes equals:
      """
      {
        "title": "圈", "content": "<any>", "summary": "欢迎", "location": "北京", "logo": "", "privilege_type": 0,
        "closed_at": null, "started_at": "2024-07-01 10:00:00", "ended_at": "2024-07-01 11:00:00", "duration": 0,
        "updated_at": "2024-06-10 12:00:00", "participant_count": 0, "attendee_count": 0,
        "participant_count_limit": null, "created_at": "2024-06-10 12:00:00", "attend_method": "qrcode",
        "attend_location": "", "attend_start_at": null, "attend_end_at": null, "app_source_type": "event"
      }
      """
    And data.attributes.content is "<p>欢迎</p>"

  @L18.1
  Scenario: A new event has the document's attributes and no others
    When "lisi" calls createEvent with:
      | data.attributes.title                   | 圈                  |
      | data.attributes.location                | 北京                |
      | data.attributes.started_at              | 2024-07-01 10:00    |
      | data.attributes.ended_at                | 2024-07-01 11:00    |
      | data.attributes.content                 | 正文                |
      | data.attributes.duration                | 60                  |
      | data.attributes.closed_at               | 2024-06-30 12:00:00 |
      | data.attributes.participant_count_limit | 5                   |
      | data.attributes.enable_random_extract   | true                |
      | data.attributes.privilege_type          | 2                   |
      | data.attributes.logo                    | logo.png            |
    Then @this has exactly these members:
      | data | included |
    And data has exactly these members:
      | type | id | attributes | links | relationships |
    And data.attributes has exactly these members:
      | title             | content        | summary                 | location        | logo            | privilege_type |
      | closed_at         | started_at     | ended_at                | updated_at      | created_at      | attend_method  |
      | participant_count | attendee_count | participant_count_limit | attend_location | attend_start_at | attend_end_at  |
    And data.links has exactly these members:
      | platform |

  @L18.2
  Scenario: So has an edited one
    When "lisi" calls editEvent with:
      | event_id                 | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.duration | 60                               |
    Then @this has exactly these members:
      | data | included |
    And data has exactly these members:
      | type | id | attributes | links | relationships |
    And data.attributes has exactly these members:
      | title             | content        | summary                 | location        | logo            | privilege_type |
      | closed_at         | started_at     | ended_at                | updated_at      | created_at      | attend_method  |
      | participant_count | attendee_count | participant_count_limit | attend_location | attend_start_at | attend_end_at  |

  @L18.3
  Scenario: Who belongs to nothing includes nothing
    When "zhangsan" calls editEvent with:
      | event_id              | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
      | data.attributes.title | 述职                             |
    Then data.relationships equals:
      """
      {}
      """
    And included has 0 items

  @L18.4
  Scenario: A new event shows and includes its team and category
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈                               |
      | data.attributes.location              | 北京                             |
      | data.attributes.started_at            | 2024-07-01 10:00                 |
      | data.attributes.ended_at              | 2024-07-01 11:00                 |
      | data.relationships.team.data.type     | team                             |
      | data.relationships.team.data.id       | 21e6898e321b11e6a2f50800278acc25 |
      | data.relationships.category.data.type | category                         |
      | data.relationships.category.data.id   | e3ca3a968c4d11eb9efa966bfb362313 |
    Then data.relationships equals:
      """
      {
        "team": {"data": {"type": "team", "id": "21e6898e321b11e6a2f50800278acc25"}},
        "category": {"data": {"type": "category", "id": "e3ca3a968c4d11eb9efa966bfb362313"}}
      }
      """
    And included has 2 items
    And included.#(type=="team").id is 21e6898e321b11e6a2f50800278acc25
    And included.#(type=="category").id is e3ca3a968c4d11eb9efa966bfb362313

  @L18.4
  Scenario: So does an edited one
    When "lisi" calls editEvent with:
      | event_id              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.title | 圈                               |
    Then data.relationships equals:
      """
      {
        "team": {"data": {"type": "team", "id": "578f91d079c611ed8ee0f2ba6c6847f5"}},
        "category": {"data": {"type": "category", "id": "e3ca3a968c4d11eb9efa966bfb362313"}}
      }
      """
    And included has 2 items
    And included.#(type=="team").id is 578f91d079c611ed8ee0f2ba6c6847f5
    And included.#(type=="category").id is e3ca3a968c4d11eb9efa966bfb362313

  @L18.4
  Scenario: An event that came from a project does not show it there
    When "lisi" calls editEvent with:
      | event_id              | ce9143f20e6b11ee9c3aee7762defxxx |
      | data.attributes.title | 圈                               |
    Then data.relationships has exactly these members:
      | category |
    And included has 1 items
    And included.0.type is category

  @L20
  Scenario Outline: Who creates an event owns it
    When "<persona>" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    And data.id is remembered as "event"
    Given a stranger calls admin.signUp with:
      | event_id | {event}   |
      | staff_id | zhangssan |
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.relationships.owner equals:
      """
      {"data": {"type": "staff", "id": "<persona>"}}
      """
    And included.#(type=="staff").id is <persona>
    When "lisi" calls listEvents
    Then data.0.id is {event}
    And data.0.relationships.owner.data.id is <persona>
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangssan |
    Then data.0.id is {event}
    And data.0.relationships.owner.data.id is <persona>
    When "<persona>" calls editEvent with:
      | event_id              | {event} |
      | data.attributes.title | 圈圈    |
    Then the status is 200

    Examples:
      | persona       |
      | wangwu        |
      | fwkt_zhangsan |

  @L44.1
  Scenario: The duration is 0 where it is not sent
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then there is no data.attributes.duration
    And data.id is remembered as "event"
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.duration is 0

  @L44.1
  Scenario: Reads show it, and writes do not
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.duration   | 90               |
    Then the status is 200
    And there is no data.attributes.duration
    And data.id is remembered as "event"
    Given a stranger calls admin.signUp with:
      | event_id | {event} |
      | staff_id | wangwu  |
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.duration is 90
    When "lisi" calls listEvents
    Then data.0.id is {event}
    And data.0.attributes.duration is 90
    When "lisi" calls listStaffEvents with:
      | staff_id | wangwu |
    Then data.0.id is {event}
    And data.0.attributes.duration is 90
    When "lisi" calls editEvent with:
      | event_id              | {event} |
      | data.attributes.title | 圈圈    |
    Then there is no data.attributes.duration
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.duration is 90

  @L44.2
  Scenario Outline: A new event's duration is a whole number of minutes
    When "lisi" calls createEvent with:
      | data.attributes.title           | 圈               |
      | data.attributes.location        | 北京             |
      | data.attributes.started_at      | 2024-07-01 10:00 |
      | data.attributes.ended_at        | 2024-07-01 11:00 |
      | data.attributes.duration (JSON) | <duration>       |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.duration |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | duration |
      | -1       |
      | 1.5      |
      | "10"     |
      | "一小时" |
      | true     |
      | [10]     |

  @L44.2
  Scenario Outline: So is an edited one's
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                        | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.duration (JSON) | <duration>                       |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.duration |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | duration |
      | -1       |
      | 1.5      |
      | "10"     |
      | true     |

  @L16.2
  Scenario: After the clock was set back, now is then
    Given "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    And a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.attributes.created_at is "2024-06-10 12:00:00"
    And data.attributes.updated_at is "2024-06-10 12:00:00"

  @L07.5
  Scenario: What is wrong stands in the diagnosis, with its rule
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈                                    |
      | data.attributes.location (JSON)       | "\u00a0"                              |
      | data.attributes.started_at            | 2024-02-30 10:00                      |
      | data.attributes.ended_at              | 2024-07-01 11:00                      |
      | data.attributes.duration              | 1e30                                  |
      | data.relationships.team (JSON)        | {"data": {"type": "team", "id": "x"}} |
      | data.attributes.enable_random_extract | true                                  |
    Then the diagnosis names param-invalid
    And the diagnosis says "data.attributes.started_at \u4e0d"
    And the diagnosis says "(L08)"
    And the diagnosis says "(L10)"
    And the diagnosis says "(L09, L23)"
    And the diagnosis says "(L13)"
    And the diagnosis says "(L07)"
