@lexiang
Feature: The list of events is restricted by category, team and time

  @L30.1
  Scenario Outline: The events of a category: <list_type>, <category>
    When "lisi" calls listEvents with:
      | list_type   | <list_type> |
      | category_id | <category>  |
    Then it succeeds
    And data.#.id equals:
      """
      <ids>
      """
    And meta.total is <total>

    Examples:
      | list_type | category                         | total | ids                                                                      |
      | all       | e3ca3a968c4d11eb9efa966bfb362313 | 2     | ["fb245e2c779411ed99a3d248086140f2", "3c5c1f60fed711e9b1a95254005b9a01"] |
      | public    | e3ca3a968c4d11eb9efa966bfb362313 | 1     | ["3c5c1f60fed711e9b1a95254005b9a01"]                                     |
      | public    | f989f0c4045411eaae5f0a58ac1303xx | 1     | ["f2ae74bc0e7011eeb6b7de5381fd83xx"]                                     |
      | public    | f989f0c4045411eaae5f0a58ac130361 | 1     | ["f90cf57ce01c11eda700d6b35742d49f"]                                     |

  @L30.2
  Scenario Outline: The events of a team: <list_type>, <team>
    When "lisi" calls listEvents with:
      | list_type | <list_type> |
      | team_id   | <team>      |
    Then it succeeds
    And data.#.id equals:
      """
      <ids>
      """
    And meta.total is <total>

    Examples:
      | list_type | team                             | total | ids                                                                      |
      | all       | 578f91d079c611ed8ee0f2ba6c6847f5 | 2     | ["fb245e2c779411ed99a3d248086140f2", "3c5c1f60fed711e9b1a95254005b9a01"] |
      | public    | 578f91d079c611ed8ee0f2ba6c6847f5 | 1     | ["3c5c1f60fed711e9b1a95254005b9a01"]                                     |
      | public    | 2771363ede7f11ed965d6eccbfd63822 | 1     | ["f90cf57ce01c11eda700d6b35742d49f"]                                     |

  @L30.1 @L30.2
  Scenario: An event that is moved is found where it is now
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | category | f988df5e045411ea98f60a58ac130361 |
      | team     | cd73ede2026b11e8a3165254002b6735 |
    When "lisi" calls listEvents with:
      | category_id | f989f0c4045411eaae5f0a58ac1303xx |
    Then data has 0 items
    When "lisi" calls listEvents with:
      | category_id | f988df5e045411ea98f60a58ac130361 |
    Then data.#.attributes.title equals:
      """
      ["演唱会抽票", "活动1"]
      """
    When "lisi" calls listEvents with:
      | team_id | cd73ede2026b11e8a3165254002b6735 |
    Then data.#.attributes.title equals:
      """
      ["活动1"]
      """

  @L30.3
  Scenario Outline: Category, team and a filter show what fits all three: <list_type>
    Given the events row othercategory is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | category | f988df5e045411ea98f60a58ac130361 |
    And the events row otherteam is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | team | 21e6898e321b11e6a2f50800278acc25 |
    And the events row earlier is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | started_at | 2019-11-09 23:59:59 |
    When "lisi" calls listEvents with:
      | list_type                 | <list_type>                      |
      | category_id               | e3ca3a968c4d11eb9efa966bfb362313 |
      | team_id                   | 578f91d079c611ed8ee0f2ba6c6847f5 |
      | filter[started_at][since] | 2019-11-10                       |
    Then data.#.id equals:
      """
      <ids>
      """
    And meta.total is <total>

    Examples:
      | list_type | total | ids                                                                      |
      | public    | 1     | ["3c5c1f60fed711e9b1a95254005b9a01"]                                     |
      | all       | 2     | ["fb245e2c779411ed99a3d248086140f2", "3c5c1f60fed711e9b1a95254005b9a01"] |

  @L30.3
  Scenario Outline: Two restrictions show what fits both: <a>, <b>
    Given the events row othercategory is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | category | f988df5e045411ea98f60a58ac130361 |
    And the events row otherteam is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | team | 21e6898e321b11e6a2f50800278acc25 |
    And the events row earlier is added, like 3c5c1f60fed711e9b1a95254005b9a01 but for:
      | started_at | 2019-11-09 23:59:59 |
    When "lisi" calls listEvents with:
      | sort | created_at |
      | <a>  | <1>        |
      | <b>  | <2>        |
    Then data has 2 items
    And there is no data.#(id=="<not>")
    And data.#(id=="3c5c1f60fed711e9b1a95254005b9a01").attributes.title is 开放日
    And data.#(id=="<also>").attributes.title is 开放日

    Examples:
      | a           | 1                                | b                         | 2                                | also          | not           |
      | category_id | e3ca3a968c4d11eb9efa966bfb362313 | team_id                   | 578f91d079c611ed8ee0f2ba6c6847f5 | earlier       | otherteam     |
      | category_id | e3ca3a968c4d11eb9efa966bfb362313 | filter[started_at][since] | 2019-11-10                       | otherteam     | othercategory |
      | team_id     | 578f91d079c611ed8ee0f2ba6c6847f5 | filter[started_at][since] | 2019-11-10                       | othercategory | earlier       |

  @L30.4
  Scenario Outline: A <by> of nothing shows nothing: <id>
    When "lisi" calls listEvents with:
      | list_type | all  |
      | <by>      | <id> |
    Then it succeeds
    And data has 0 items
    And meta.total is 0

    Examples:
      | by          | id                               |
      | category_id | unknown                          |
      | category_id | f989f0c4045411eaae5f0a58ac1303   |
      | category_id | F989F0C4045411EAAE5F0A58AC1303XX |
      | category_id | 578f91d079c611ed8ee0f2ba6c6847f5 |
      | team_id     | unknown                          |
      | team_id     | 578f91d079c611ed8ee0f2ba6c6847   |
      | team_id     | 578F91D079C611ED8EE0F2BA6C6847F5 |
      | team_id     | e3ca3a968c4d11eb9efa966bfb362313 |

  @L30.4
  Scenario: A category that no event is in shows nothing, and so it does with a team that has some
    When "lisi" calls listEvents with:
      | category_id | unknown                          |
      | team_id     | 578f91d079c611ed8ee0f2ba6c6847f5 |
    Then it succeeds
    And data has 0 items

  Scenario Outline: An event exactly on since is kept, one a second before is not: <time> <since>
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | <time> | <on> |
    And the events row 9fcea8de0e7011ee85973a9f1b55fdxx changes to:
      | <time> | <before> |
    When "lisi" calls listEvents with:
      | filter[<time>][since] | <since> |
    Then it succeeds
    And data.#.attributes.title equals:
      """
      ["活动1"]
      """
    And meta.total is 1

    @L31.1
    Examples:
      | time       | since      | on                  | before              |
      | started_at | 2031-03-08 | 2031-03-08 00:00:00 | 2031-03-07 23:59:59 |

    @L31.2
    Examples:
      | time       | since               | on                  | before              |
      | started_at | 2031-03-08 12:00:01 | 2031-03-08 12:00:01 | 2031-03-08 12:00:00 |

    @L31.5
    Examples:
      | time     | since      | on                  | before              |
      | ended_at | 2031-03-08 | 2031-03-08 00:00:00 | 2031-03-07 23:59:59 |

    @L31.6
    Examples:
      | time     | since               | on                  | before              |
      | ended_at | 2031-03-08 12:00:01 | 2031-03-08 12:00:01 | 2031-03-08 12:00:00 |

    @L31.9
    Examples:
      | time       | since      | on                  | before              |
      | updated_at | 2031-03-08 | 2031-03-08 00:00:00 | 2031-03-07 23:59:59 |

    @L31.10
    Examples:
      | time       | since               | on                  | before              |
      | updated_at | 2031-03-08 12:00:01 | 2031-03-08 12:00:01 | 2031-03-08 12:00:00 |

  Scenario Outline: An event exactly on until is dropped, one a second before is not: <time> <until>
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | <time> | <on> |
    And the events row 9fcea8de0e7011ee85973a9f1b55fdxx changes to:
      | <time> | <before> |
    When "lisi" calls listEvents with:
      | filter[<time>][until] | <until> |
    Then it succeeds
    And data.#.attributes.title equals:
      """
      ["活动2"]
      """
    And meta.total is 1

    @L31.3
    Examples:
      | time       | until      | on                  | before              |
      | started_at | 2001-03-09 | 2001-03-09 00:00:00 | 2001-03-08 23:59:59 |

    @L31.4
    Examples:
      | time       | until               | on                  | before              |
      | started_at | 2001-03-09 12:00:05 | 2001-03-09 12:00:05 | 2001-03-09 12:00:04 |

    @L31.7
    Examples:
      | time     | until      | on                  | before              |
      | ended_at | 2001-03-09 | 2001-03-09 00:00:00 | 2001-03-08 23:59:59 |

    @L31.8
    Examples:
      | time     | until               | on                  | before              |
      | ended_at | 2001-03-09 12:00:05 | 2001-03-09 12:00:05 | 2001-03-09 12:00:04 |

    @L31.11
    Examples:
      | time       | until      | on                  | before              |
      | updated_at | 2001-03-09 | 2001-03-09 00:00:00 | 2001-03-08 23:59:59 |

    @L31.12
    Examples:
      | time       | until               | on                  | before              |
      | updated_at | 2001-03-09 12:00:05 | 2001-03-09 12:00:05 | 2001-03-09 12:00:04 |

  @L31.1 @L31.3
  Scenario: From since to until
    When "lisi" calls listEvents with:
      | list_type                 | all        |
      | filter[started_at][since] | 2023-06-19 |
      | filter[started_at][until] | 2023-06-20 |
      | sort                      | ended_at   |
    Then data.#.attributes.title equals:
      """
      ["活动3", "活动", "活动2", "活动1"]
      """
    When "lisi" calls listEvents with:
      | list_type                 | all                 |
      | filter[started_at][since] | 2023-06-19 14:37:01 |
      | filter[started_at][until] | 2023-06-19 15:13:00 |
    Then data.#.attributes.title equals:
      """
      ["活动2"]
      """

  @L31.1 @L31.3
  Scenario: From a time to the same time is nothing
    When "lisi" calls listEvents with:
      | filter[started_at][since] | 2023-06-19 15:13:00 |
      | filter[started_at][until] | 2023-06-19 15:13:00 |
    Then it succeeds
    And data has 0 items

  @L31.2 @L31.8 @L31.9
  Scenario: Filters on several times hold together
    When "lisi" calls listEvents with:
      | list_type                 | all                 |
      | filter[started_at][since] | 2019-11-10 09:00:00 |
      | filter[ended_at][until]   | 2023-06-20 14:37:00 |
      | filter[updated_at][since] | 2023-12-25          |
    Then data.#.id equals:
      """
      ["f90cf57ce01c11eda700d6b35742d49f", "fb245e2c779411ed99a3d248086140f2"]
      """

  @L31.10 @L31.12
  Scenario: The second in which an edit was made is an edge too
    Given "lisi" calls editEvent with:
      | event_id              | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | data.attributes.title | 活动一                              |
    And data.attributes.updated_at is remembered as "edited"
    When "lisi" calls listEvents with:
      | filter[updated_at][since] | {edited} |
    Then data.#.attributes.title equals:
      """
      ["活动一"]
      """
    When "lisi" calls listEvents with:
      | filter[updated_at][until] | {edited} |
    Then data.#.attributes.title equals:
      """
      ["演唱会抽票", "活动2", "活动", "开放日"]
      """

  @L31.13
  Scenario Outline: Keys and blanks may be written like this: <query>
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | started_at | 2031-03-08 12:00:01 |
    And the events row 9fcea8de0e7011ee85973a9f1b55fdxx changes to:
      | started_at | 2031-03-08 12:00:00 |
    When this request is sent:
      """
      GET /cgi-bin/v1/events?<query>
      Authorization: Bearer lexiang-token
      """
    Then it succeeds
    And no diagnosis is given
    And data.#.attributes.title equals:
      """
      ["活动1"]
      """

    Examples:
      | query                                                     |
      | filter[started_at][since]=2031-03-08+12:00:01             |
      | filter[started_at][since]=2031-03-08%2012:00:01           |
      | filter%5Bstarted_at%5D%5Bsince%5D=2031-03-08+12:00:01     |
      | filter%5Bstarted_at%5D%5Bsince%5D=2031-03-08%2012:00:01   |
      | filter%5bstarted_at%5d%5bsince%5d=2031-03-08+12%3A00%3a01 |
      | filter[started_at%5D[since%5d=2031-03-08%2012%3A00:01     |
