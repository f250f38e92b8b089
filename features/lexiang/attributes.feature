@lexiang
Feature: Each attribute of an event has its rules

  @L08.1
  Scenario Outline: A new event's times may have seconds
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.<name>     | <sent>           |
    Then the status is 200
    And data.attributes.<name> is "<shown>"
    And data.id is remembered as "event"
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.<name> is "<shown>"

    Examples:
      | name            | sent                | shown               |
      | started_at      | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | started_at      | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | ended_at        | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | ended_at        | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | closed_at       | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | closed_at       | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | attend_start_at | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | attend_start_at | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | attend_end_at   | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | attend_end_at   | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |

  @L08.1
  Scenario Outline: So may an edited one's
    When "lisi" calls editEvent with:
      | event_id               | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.<name> | <sent>                           |
    Then the status is 200
    And data.attributes.<name> is "<shown>"
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.attributes.<name> is "<shown>"

    Examples:
      | name            | sent                | shown               |
      | started_at      | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | started_at      | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | ended_at        | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | ended_at        | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | closed_at       | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | closed_at       | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | attend_start_at | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | attend_start_at | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |
      | attend_end_at   | 2022-12-01 12:12    | 2022-12-01 12:12:00 |
      | attend_end_at   | 2022-12-01 12:12:59 | 2022-12-01 12:12:59 |

  @L08.1
  Scenario: A leap day is a day
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.closed_at  | 2024-02-29 23:59 |
    Then data.attributes.closed_at is "2024-02-29 23:59:00"

  @L08.2
  Scenario Outline: A new event's times are times
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.<name>     | <sent>           |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.<name> |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | name            | sent             |
      | started_at      | tomorrow         |
      | started_at      | 2023-02-29 12:12 |
      | ended_at        | tomorrow         |
      | ended_at        | 2023-02-29 12:12 |
      | closed_at       | tomorrow         |
      | closed_at       | 2023-02-29 12:12 |
      | attend_start_at | tomorrow         |
      | attend_start_at | 2023-02-29 12:12 |
      | attend_end_at   | tomorrow         |
      | attend_end_at   | 2023-02-29 12:12 |

  @L08.2
  Scenario Outline: So are an edited one's
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id               | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.<name> | <sent>                           |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.<name> |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | name            | sent             |
      | started_at      | tomorrow         |
      | started_at      | 2023-02-29 12:12 |
      | ended_at        | tomorrow         |
      | ended_at        | 2023-02-29 12:12 |
      | closed_at       | tomorrow         |
      | closed_at       | 2023-02-29 12:12 |
      | attend_start_at | tomorrow         |
      | attend_start_at | 2023-02-29 12:12 |
      | attend_end_at   | tomorrow         |
      | attend_end_at   | 2023-02-29 12:12 |

  @L08.2
  Scenario Outline: A time has one form
    When "lisi" calls createEvent with:
      | data.attributes.title                | 圈               |
      | data.attributes.location             | 北京             |
      | data.attributes.started_at           | 2024-07-01 10:00 |
      | data.attributes.ended_at             | 2024-07-01 11:00 |
      | data.attributes.attend_end_at (JSON) | "<sent>"         |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.attend_end_at |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | sent                      |
      | 2022-12-01                |
      | 2022-12-01 12             |
      | 2022/12/01 12:12          |
      | 01-12-2022 12:12          |
      | 22-12-01 12:12            |
      | 2022-12-1 12:12           |
      | 2022-12-01 9:12           |
      | 2022-12-01T12:12:00       |
      | 2022-12-01T12:12:00+08:00 |
      | 2022-12-01 12:12:00.000   |
      | 2022-12-01 12:12 +0800    |
      | 12:12                     |
      | +20m                      |
      | 1669867920                |
      | 2022-13-01 12:12          |
      | 2022-00-01 12:12          |
      | 2022-11-31 12:12          |
      | 2023-02-29 12:12          |
      | 2022-12-01 24:00          |
      | 2022-12-01 12:60          |
      | 2022-12-01 12:12:60       |

  @L08.2
  Scenario Outline: And is a text
    When "lisi" calls createEvent with:
      | data.attributes.title         | 圈               |
      | data.attributes.location      | 北京             |
      | data.attributes.started_at    | 2024-07-01 10:00 |
      | data.attributes.ended_at      | 2024-07-01 11:00 |
      | data.attributes.<name> (JSON) | <sent>           |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.<name> |

    Examples:
      | name       | sent                 |
      | started_at | 1669867920           |
      | ended_at   | true                 |
      | closed_at  | ["2022-12-01 12:12"] |

  @L08.3
  Scenario: Times are those of China
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10T20:00:00Z |
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.attributes.created_at is "2024-06-11 04:00:00"
    And data.attributes.started_at is "2024-07-01 10:00:00"

  @L08.3
  Scenario: A fixture that began in another zone is shown in China's
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | closed_at | 2023-06-18T20:00:00Z |
    When "lisi" calls getEvent with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
    Then data.attributes.closed_at is "2023-06-19 04:00:00"

  @L09.1
  Scenario Outline: A lottery needs the time when sign-ups close
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈               |
      | data.attributes.location              | 北京             |
      | data.attributes.started_at            | 2024-07-01 10:00 |
      | data.attributes.ended_at              | 2024-07-01 11:00 |
      | data.attributes.enable_random_extract | true             |
      | data.attributes.<name> (JSON)         | <value>          |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.closed_at |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | name      | value |
      | content   | ""    |
      | closed_at | null  |
      | closed_at | ""    |

  @L09.1
  Scenario: Then it is a lottery
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈               |
      | data.attributes.location              | 北京             |
      | data.attributes.started_at            | 2024-07-01 10:00 |
      | data.attributes.ended_at              | 2024-07-01 11:00 |
      | data.attributes.enable_random_extract | true             |
      | data.attributes.closed_at             | 2024-06-30 12:00 |
    Then the status is 200
    And data.attributes.closed_at is "2024-06-30 12:00:00"
    And data.id is remembered as "event"
    When "lisi" calls editEvent with:
      | event_id                         | {event} |
      | data.attributes.closed_at (JSON) | null    |
    Then the status is 400

  @L09.1
  Scenario Outline: Other events do not need it
    When "lisi" calls createEvent with:
      | data.attributes.title         | 圈               |
      | data.attributes.location      | 北京             |
      | data.attributes.started_at    | 2024-07-01 10:00 |
      | data.attributes.ended_at      | 2024-07-01 11:00 |
      | data.attributes.<name> (JSON) | <value>          |
    Then the status is 200
    And data.attributes.closed_at is null
    And data.id is remembered as "event"
    When "lisi" calls editEvent with:
      | event_id                         | {event} |
      | data.attributes.closed_at (JSON) | null    |
    Then the status is 200

    Examples:
      | name                  | value |
      | enable_random_extract | false |
      | content               | ""    |

  @L09.2
  Scenario Outline: A lottery may have a limit or none, and no answer tells that it is one
    When "lisi" calls createEvent with:
      | data.attributes.title                   | 圈               |
      | data.attributes.location                | 北京             |
      | data.attributes.started_at              | 2024-07-01 10:00 |
      | data.attributes.ended_at                | 2024-07-01 11:00 |
      | data.attributes.closed_at               | 2024-06-30 12:00 |
      | data.attributes.enable_random_extract   | <lottery>        |
      | data.attributes.participant_count_limit | <limit>          |
    Then the status is 200
    And data.attributes.participant_count_limit is <limit>
    And there is no data.attributes.enable_random_extract
    And data.id is remembered as "event"
    Given a stranger calls admin.signUp with:
      | event_id | {event} |
      | staff_id | wangwu  |
    When "lisi" calls editEvent with:
      | event_id              | {event} |
      | data.attributes.title | 圈圈    |
    Then data.attributes.title is 圈圈
    And there is no data.attributes.enable_random_extract
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.title is 圈圈
    And there is no data.attributes.enable_random_extract
    When "lisi" calls listEvents
    Then data.0.id is {event}
    And there is no data.0.attributes.enable_random_extract
    When "lisi" calls listStaffEvents with:
      | staff_id | wangwu |
    Then data.0.id is {event}
    And there is no data.0.attributes.enable_random_extract
    When a stranger calls admin.getRow with:
      | api   | lexiang |
      | table | events  |
      | key   | {event} |
    Then enable_random_extract is <lottery>

    Examples:
      | lottery | limit |
      | true    | 5     |
      | true    | null  |
      | false   | 5     |
      | false   | null  |

  @L09.3
  Scenario Outline: Whether it is a lottery is true or false
    When "lisi" calls createEvent with:
      | data.attributes.title                        | 圈               |
      | data.attributes.location                     | 北京             |
      | data.attributes.started_at                   | 2024-07-01 10:00 |
      | data.attributes.ended_at                     | 2024-07-01 11:00 |
      | data.attributes.enable_random_extract (JSON) | <lottery>        |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.enable_random_extract |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | lottery |
      | "true"  |
      | "false" |
      | ""      |
      | 1       |
      | 0       |
      | null    |
      | [true]  |

  @L10.1
  Scenario Outline: The limit of participants is as it was sent
    When "lisi" calls createEvent with:
      | data.attributes.title                          | 圈               |
      | data.attributes.location                       | 北京             |
      | data.attributes.started_at                     | 2024-07-01 10:00 |
      | data.attributes.ended_at                       | 2024-07-01 11:00 |
      | data.attributes.participant_count_limit (JSON) | <limit>          |
    Then the status is 200
    And data.attributes.participant_count_limit is <limit>
    And data.id is remembered as "event"
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.participant_count_limit is <limit>

    Examples:
      | limit  |
      | null   |
      | 1      |
      | 2      |
      | 100000 |

  @L10.1
  Scenario: Without one there is none
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.attributes.participant_count_limit is null

  @L10.2
  Scenario Outline: It is a whole number from 1
    When "lisi" calls createEvent with:
      | data.attributes.title                          | 圈               |
      | data.attributes.location                       | 北京             |
      | data.attributes.started_at                     | 2024-07-01 10:00 |
      | data.attributes.ended_at                       | 2024-07-01 11:00 |
      | data.attributes.participant_count_limit (JSON) | <limit>          |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.participant_count_limit |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | limit  |
      | 0      |
      | -1     |
      | 1.5    |
      | "5"    |
      | ""     |
      | "很多" |
      | true   |

  @L11.1
  Scenario: An event is public by default
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
    Then data.attributes.privilege_type is 0

  @L11.1
  Scenario Outline: Or for some people, or for its creator
    When "lisi" calls createEvent with:
      | data.attributes.title          | 圈               |
      | data.attributes.location       | 北京             |
      | data.attributes.started_at     | 2024-07-01 10:00 |
      | data.attributes.ended_at       | 2024-07-01 11:00 |
      | data.attributes.privilege_type | <type>           |
    Then the status is 200
    And data.attributes.privilege_type is <type>
    When "lisi" calls editEvent with:
      | event_id                       | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.privilege_type | <type>                           |
    Then the status is 200
    And data.attributes.privilege_type is <type>

    Examples:
      | type |
      | 0    |
      | 1    |
      | 2    |

  @L11.2
  Scenario Outline: A new event is for nobody else
    When "lisi" calls createEvent with:
      | data.attributes.title                 | 圈               |
      | data.attributes.location              | 北京             |
      | data.attributes.started_at            | 2024-07-01 10:00 |
      | data.attributes.ended_at              | 2024-07-01 11:00 |
      | data.attributes.privilege_type (JSON) | <type>           |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.privilege_type |
    When "lisi" calls listEvents with:
      | list_type | all |
    Then meta.total is 9

    Examples:
      | type |
      | 3    |
      | -1   |
      | 1.5  |
      | "1"  |
      | ""   |
      | true |
      | null |

  @L11.2
  Scenario Outline: Nor is an edited one
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    And @this is remembered as "before"
    And "lisi" calls editEvent with:
      | event_id                              | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.privilege_type (JSON) | <type>                           |
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.privilege_type |
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then @this is {before}

    Examples:
      | type |
      | 3    |
      | -1   |
      | "1"  |
      | null |

  @L11.3
  Scenario Outline: Whom an event is for decides what the public list shows, and nothing else
    When "lisi" calls createEvent with:
      | data.attributes.title          | 圈               |
      | data.attributes.location       | 北京             |
      | data.attributes.started_at     | 2024-07-01 10:00 |
      | data.attributes.ended_at       | 2024-07-01 11:00 |
      | data.attributes.privilege_type | <type>           |
    And data.id is remembered as "event"
    Given a stranger calls admin.signUp with:
      | event_id | {event}   |
      | staff_id | zhangssan |
    And the header "StaffID" is sent as "wangwu"
    When "wangwu" calls listEvents
    Then meta.total is <public>
    When "wangwu" calls listEvents with:
      | list_type | public |
    Then meta.total is <public>
    When "wangwu" calls listEvents with:
      | list_type | all |
    Then meta.total is 10
    And data.0.id is {event}
    When "wangwu" calls getEvent with:
      | event_id | {event} |
    Then the status is 200
    And data.attributes.privilege_type is <type>
    When "wangwu" calls listParticipants with:
      | event_id | {event} |
    Then data.#.id equals:
      """
      ["zhangssan"]
      """
    When "wangwu" calls listStaffEvents with:
      | staff_id | zhangssan |
    Then data.0.id is {event}

    Examples:
      | type | public |
      | 0    | 6      |
      | 1    | 5      |
      | 2    | 5      |

  @L11.3
  Scenario: Its creator does not see more in the public list
    Given the header "StaffID" is sent as "zhangsan"
    When "zhangsan" calls listEvents
    Then data.#(id=="f90cf57ce01c11eda700d6b35742d49f").id is f90cf57ce01c11eda700d6b35742d49f
    And there is no data.#(id=="5b0d3c1a6f2e11ef8a1d5254005b9a02")
    When "lisi" calls getEvent with:
      | event_id | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
    Then data.attributes.title is 述职准备

  @L17.1 @L17.3
  Scenario Outline: A content without tags becomes a paragraph
    When "lisi" calls createEvent with:
      | data.attributes.title          | 圈               |
      | data.attributes.location       | 北京             |
      | data.attributes.started_at     | 2024-07-01 10:00 |
      | data.attributes.ended_at       | 2024-07-01 11:00 |
      | data.attributes.content (JSON) | "<sent>"         |
    Then data.attributes.content is "<content>"
    And data.attributes.summary is "<summary>"
    And data.id is remembered as "event"
    When "lisi" calls getEvent with:
      | event_id | {event} |
    Then data.attributes.content is "<content>"
    And data.attributes.summary is "<summary>"
    When "lisi" calls listEvents
    Then data.0.id is {event}
    And data.0.attributes.summary is "<summary>"
    When "lisi" calls editEvent with:
      | event_id                       | fb245e2c779411ed99a3d248086140f2 |
      | data.attributes.content (JSON) | "<sent>"                         |
    Then data.attributes.content is "<content>"
    And data.attributes.summary is "<summary>"

    Examples:
      | sent         | content                   | summary      |
      | 正文         | <p>正文</p>               | 正文         |
      | 2024         | <p>2024</p>               | 2024         |
      | 茶 & 酒      | <p>茶 &amp; 酒</p>        | 茶 & 酒      |
      | 1 < 2, 3 > 2 | <p>1 &lt; 2, 3 &gt; 2</p> | 1 < 2, 3 > 2 |
      | &lt;         | <p>&amp;lt;</p>           | &lt;         |

  @L17.2 @L17.3
  Scenario Outline: A content with a tag stays as it is
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.content    | <sent>           |
    Then data.attributes.content is "<sent>"
    And data.attributes.summary is "<summary>"

    Examples:
      | sent                               | summary      |
      | <p>正文</p>                        | 正文         |
      | <b>粗</b>体                        | 粗体         |
      | 两<br>行                           | 两行         |
      | 两<br/>行                          | 两行         |
      | <div><p>一</p> <p>二</p></div>     | 一 二        |
      | <p> 茶 &amp; 酒 &gt; 水&nbsp; </p> | 茶 & 酒 > 水 |
      | <img src=logo.png>                 |              |
      | <p>未完                            | 未完         |

  @L17.2
  Scenario Outline: No content is an empty one
    When "lisi" calls createEvent with:
      | data.attributes.title      | 圈               |
      | data.attributes.location   | 北京             |
      | data.attributes.started_at | 2024-07-01 10:00 |
      | data.attributes.ended_at   | 2024-07-01 11:00 |
      | data.attributes.<name>     | <value>          |
    Then data.attributes.content is ""
    And data.attributes.summary is ""

    Examples:
      | name    | value    |
      | content |          |
      | logo    | logo.png |

  @L17.3
  Scenario: The summary of what a staff member signed up for
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangssan |
    Then data.#(id=="3c5c1f60fed711e9b1a95254005b9a01").attributes.content is "<p>欢迎参观</p>"
    And data.#(id=="3c5c1f60fed711e9b1a95254005b9a01").attributes.summary is 欢迎参观
