@lexiang
Feature: Lists come in pages that lead to one another

  @L29.5
  Scenario Outline: Events of the same time stand on exactly one page each: <sort>, <per_page> a page
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | created_at | 2023-04-21 16:17:36 |
      | ended_at   | 2023-04-22 16:17:00 |
    And the events row 9fcea8de0e7011ee85973a9f1b55fdxx changes to:
      | created_at | 2023-04-21 16:17:36 |
      | ended_at   | 2023-04-22 16:17:00 |
    And the events row 3c5c1f60fed711e9b1a95254005b9a01 changes to:
      | created_at | 2023-04-21 16:17:36 |
      | ended_at   | 2023-04-22 16:17:00 |
    When "lisi" reads all pages of listEvents with:
      | sort     | <sort>     |
      | per_page | <per_page> |
    Then items has 5 items
    And pages is <pages>
    And items.#(id=="7e2a9b4c6f2e11ef9c3b5254005b9a03")# has 1 items
    And items.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx")# has 1 items
    And items.#(id=="9fcea8de0e7011ee85973a9f1b55fdxx")# has 1 items
    And items.#(id=="f90cf57ce01c11eda700d6b35742d49f")# has 1 items
    And items.#(id=="3c5c1f60fed711e9b1a95254005b9a01")# has 1 items

    Examples:
      | sort        | per_page | pages |
      | created_at  | 1        | 5     |
      | created_at  | 2        | 3     |
      | -created_at | 1        | 5     |
      | -created_at | 2        | 3     |
      | ended_at    | 1        | 5     |
      | ended_at    | 2        | 3     |
      | -ended_at   | 1        | 5     |
      | -ended_at   | 2        | 3     |

  @L29.5
  Scenario Outline: So they do in a category, with a filter: <sort>
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | created_at | 2023-06-19 14:37:48 |
      | ended_at   | 2023-06-20 14:37:00 |
    When "lisi" reads all pages of listEvents with:
      | list_type                 | all                              |
      | category_id               | f989f0c4045411eaae5f0a58ac1303xx |
      | filter[started_at][since] | 2023-06-19                       |
      | sort                      | <sort>                           |
      | per_page                  | 1                                |
    Then items has 3 items
    And pages is 3
    And items.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx")# has 1 items
    And items.#(id=="ce9143f20e6b11ee9c3aee7762def0xx")# has 1 items
    And items.#(id=="ce9143f20e6b11ee9c3aee7762defxxx")# has 1 items

    Examples:
      | sort        |
      | created_at  |
      | -created_at |
      | ended_at    |
      | -ended_at   |

  @L29.5
  Scenario Outline: So they do among a staff member's events: <sort>
    Given the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | created_at | 2023-04-21 16:17:36 |
      | ended_at   | 2023-04-22 16:17:00 |
    And the events row 9fcea8de0e7011ee85973a9f1b55fdxx changes to:
      | created_at | 2023-04-21 16:17:36 |
      | ended_at   | 2023-04-22 16:17:00 |
    When "lisi" reads all pages of listStaffEvents with:
      | staff_id | zhangsan |
      | sort     | <sort>   |
      | per_page | 1        |
    Then items has 3 items
    And pages is 3
    And items.#(id=="f2ae74bc0e7011eeb6b7de5381fd83xx")# has 1 items
    And items.#(id=="9fcea8de0e7011ee85973a9f1b55fdxx")# has 1 items
    And items.#(id=="f90cf57ce01c11eda700d6b35742d49f")# has 1 items

    Examples:
      | sort        |
      | created_at  |
      | -created_at |
      | ended_at    |
      | -ended_at   |

  @L29.5
  Scenario: All pages together are the list, filtered too
    When "lisi" reads all pages of listEvents with:
      | filter[started_at][since] | 2023-01-01 |
      | per_page                  | 1          |
    Then pages is 4
    And items.#.attributes.title equals:
      """
      ["演唱会抽票", "活动1", "活动2", "活动"]
      """
    When "lisi" reads all pages of listEvents with:
      | filter[started_at][since] | 2023-01-01 |
      | per_page                  | 3          |
    Then pages is 2
    And items.#.attributes.title equals:
      """
      ["演唱会抽票", "活动1", "活动2", "活动"]
      """

  @L33.1
  Scenario: The first page has none before it
    When "lisi" calls listEvents with:
      | per_page | 2 |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?per_page=2&page=1", "last": "{path}?per_page=2&page=3", "prev": null, "next": "{path}?per_page=2&page=2"}
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 1        |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?per_page=1&page=1", "last": "{path}?per_page=1&page=3", "prev": null, "next": "{path}?per_page=1&page=2"}
      """

  @L33.2
  Scenario: A page between has the pages beside it
    When "lisi" calls listEvents with:
      | per_page | 1 |
      | page     | 3 |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?per_page=1&page=1", "last": "{path}?per_page=1&page=5", "prev": "{path}?per_page=1&page=2", "next": "{path}?per_page=1&page=4"}
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 1        |
      | page     | 2        |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?per_page=1&page=1", "last": "{path}?per_page=1&page=3", "prev": "{path}?per_page=1&page=1", "next": "{path}?per_page=1&page=3"}
      """

  @L33.3
  Scenario: The last page has none after it
    When "lisi" calls listEvents with:
      | per_page | 2 |
      | page     | 3 |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?per_page=2&page=1", "last": "{path}?per_page=2&page=3", "prev": "{path}?per_page=2&page=2", "next": null}
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 1        |
      | page     | 3        |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?per_page=1&page=1", "last": "{path}?per_page=1&page=3", "prev": "{path}?per_page=1&page=2", "next": null}
      """

  @L33.1 @L33.3
  Scenario: The only page has none before or after it
    When "lisi" calls listEvents
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?page=1", "last": "{path}?page=1", "prev": null, "next": null}
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 3        |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {"first": "{path}?per_page=3&page=1", "last": "{path}?per_page=3&page=1", "prev": null, "next": null}
      """

  @L33.4
  Scenario: The other parameters are kept in their order, and page is the last
    When "lisi" calls listEvents with:
      | sort                      | created_at                       |
      | page                      | 1                                |
      | filter[started_at][since] | 2019-11-10                       |
      | per_page                  | 1                                |
      | category_id               | e3ca3a968c4d11eb9efa966bfb362313 |
      | list_type                 | all                              |
    Then meta.path is remembered as "path"
    And links equals:
      """
      {
        "first": "{path}?sort=created_at&filter%5Bstarted_at%5D%5Bsince%5D=2019-11-10&per_page=1&category_id=e3ca3a968c4d11eb9efa966bfb362313&list_type=all&page=1",
        "last": "{path}?sort=created_at&filter%5Bstarted_at%5D%5Bsince%5D=2019-11-10&per_page=1&category_id=e3ca3a968c4d11eb9efa966bfb362313&list_type=all&page=2",
        "prev": null,
        "next": "{path}?sort=created_at&filter%5Bstarted_at%5D%5Bsince%5D=2019-11-10&per_page=1&category_id=e3ca3a968c4d11eb9efa966bfb362313&list_type=all&page=2"
      }
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan  |
      | page     | 1         |
      | sort     | -ended_at |
      | per_page | 2         |
    Then meta.path is remembered as "path"
    And links.next is "{path}?sort=-ended_at&per_page=2&page=2"

  @L33.4
  Scenario Outline: However they are written, they are percent-encoded: <query>
    When this request is sent:
      """
      GET /cgi-bin/v1/events?<query>
      Authorization: Bearer lexiang-token
      """
    Then it succeeds
    And meta.path is remembered as "path"
    And links.last is "{path}?<kept>&page=1"

    Examples:
      | query                                                             | kept                                                                        |
      | filter[started_at][since]=2019-11-10+09:00:00&sort=created_at     | filter%5Bstarted_at%5D%5Bsince%5D=2019-11-10%2009%3A00%3A00&sort=created_at |
      | filter[started_at][since]=2019-11-10%2009:00:00&sort=created_at   | filter%5Bstarted_at%5D%5Bsince%5D=2019-11-10%2009%3A00%3A00&sort=created_at |
      | filter%5bstarted_at%5d%5bsince%5d=2019-11-10&page=1&sort=ended_at | filter%5Bstarted_at%5D%5Bsince%5D=2019-11-10&sort=ended_at                  |
      | category_id=圈&page=1                                              | category_id=%E5%9C%88                                                       |
      | page=1&category_id=a%26page%3D7                                   | category_id=a%26page%3D7                                                    |

  @L33.4
  Scenario: A token in the query is a parameter as others are
    When a stranger calls listEvents with:
      | access_token | lexiang-token |
      | per_page     | 3             |
    Then it succeeds
    And meta.path is remembered as "path"
    And links.next is "{path}?access_token=lexiang-token&per_page=3&page=2"

  @L33.4
  Scenario: The link to the next page leads there
    When "lisi" calls listEvents with:
      | per_page                  | 2                   |
      | filter[started_at][since] | 2023-06-19 15:11:00 |
      | sort                      | created_at          |
    Then data.#.attributes.title equals:
      """
      ["活动2", "活动1"]
      """
    And links.next is remembered as "next"
    When this request is sent:
      """
      GET {next}
      Authorization: Bearer lexiang-token
      """
    Then it succeeds
    And data.#.attributes.title equals:
      """
      ["演唱会抽票"]
      """
    And links.prev is remembered as "prev"
    When this request is sent:
      """
      GET {prev}
      Authorization: Bearer lexiang-token
      """
    Then data.#.attributes.title equals:
      """
      ["活动2", "活动1"]
      """

  @L33.5
  Scenario Outline: Links and meta.path are absolute, with the host of the request: <path>
    When this request is sent:
      """
      GET http://mock.example:8080<path>?per_page=1&page=2
      Authorization: Bearer lexiang-token
      """
    Then it succeeds
    And meta.path is "http://mock.example:8080<path>"
    And links equals:
      """
      {
        "first": "http://mock.example:8080<path>?per_page=1&page=1",
        "last": "http://mock.example:8080<path>?per_page=1&page=<last>",
        "prev": "http://mock.example:8080<path>?per_page=1&page=1",
        "next": "http://mock.example:8080<path>?per_page=1&page=3"
      }
      """

    Examples:
      | path                               | last |
      | /cgi-bin/v1/events                 | 5    |
      | /cgi-bin/v1/staffs/zhangsan/events | 3    |

  @L34.1
  Scenario Outline: The numbers agree with the rows: page <page> of <per_page>
    When "lisi" calls listEvents with:
      | list_type | all        |
      | per_page  | <per_page> |
      | page      | <page>     |
    Then it succeeds
    And data has <rows> items
    And meta equals:
      """
      {"current_page": <page>, "from": <from>, "last_page": <last>, "path": "<text>", "per_page": <per_page>, "to": <to>, "total": 9}
      """

    Examples:
      | per_page | page | rows | from | to | last |
      | 4        | 1    | 4    | 1    | 4  | 3    |
      | 4        | 2    | 4    | 5    | 8  | 3    |
      | 4        | 3    | 1    | 9    | 9  | 3    |
      | 3        | 3    | 3    | 7    | 9  | 3    |
      | 9        | 1    | 9    | 1    | 9  | 1    |
      | 8        | 2    | 1    | 9    | 9  | 2    |
      | 10       | 1    | 9    | 1    | 9  | 1    |
      | 1        | 9    | 1    | 9    | 9  | 9    |

  @L34.1
  Scenario Outline: So they do for a staff member's events: page <page> of <per_page>
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan   |
      | per_page | <per_page> |
      | page     | <page>     |
    Then it succeeds
    And data has <rows> items
    And meta equals:
      """
      {"current_page": <page>, "from": <from>, "last_page": <last>, "path": "<text>", "per_page": <per_page>, "to": <to>, "total": 3}
      """

    Examples:
      | per_page | page | rows | from | to | last |
      | 2        | 1    | 2    | 1    | 2  | 2    |
      | 2        | 2    | 1    | 3    | 3  | 2    |
      | 1        | 2    | 1    | 2    | 2  | 3    |
      | 3        | 1    | 3    | 1    | 3  | 1    |

  @L34.1
  Scenario: path is the list's URL, without its query
    When this request is sent:
      """
      GET http://mock.example/cgi-bin/v1/events?list_type=all&per_page=2
      Authorization: Bearer lexiang-token
      """
    Then meta.path is "http://mock.example/cgi-bin/v1/events"
    When this request is sent:
      """
      GET http://mock.example/cgi-bin/v1/staffs/lisi/events?per_page=2
      Authorization: Bearer lexiang-token
      """
    Then meta.path is "http://mock.example/cgi-bin/v1/staffs/lisi/events"

  @L34.1
  Scenario: The numbers are those of what the filters keep
    When "lisi" calls listEvents with:
      | filter[started_at][since] | 2023-01-01 |
      | per_page                  | 3          |
      | page                      | 2          |
    Then data has 1 items
    And meta.total is 4
    And meta.last_page is 2
    And meta.from is 4
    And meta.to is 4

  @L34.2
  Scenario Outline: Past the end: page <page>
    When "lisi" calls listEvents with:
      | per_page | 2      |
      | page     | <page> |
    Then it succeeds
    And data has 0 items
    And meta.path is remembered as "path"
    And meta equals:
      """
      {"current_page": <page>, "from": null, "last_page": 3, "path": "{path}", "per_page": 2, "to": null, "total": 5}
      """
    And links equals:
      """
      {"first": "{path}?per_page=2&page=1", "last": "{path}?per_page=2&page=3", "prev": "{path}?per_page=2&page=<before>", "next": null}
      """

    Examples:
      | page | before |
      | 4    | 3      |
      | 9    | 8      |

  @L34.2
  Scenario: Past the end of a filtered list
    When "lisi" calls listEvents with:
      | filter[started_at][since] | 2023-01-01 |
      | per_page                  | 2          |
      | page                      | 3          |
    Then data has 0 items
    And meta.from is null
    And meta.to is null
    And meta.total is 4
    And meta.last_page is 2
    And meta.current_page is 3

  @L34.2
  Scenario Outline: Past the end of a staff member's events: page <page>
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 2        |
      | page     | <page>   |
    Then it succeeds
    And data has 0 items
    And meta.path is remembered as "path"
    And meta equals:
      """
      {"current_page": <page>, "from": null, "last_page": 2, "path": "{path}", "per_page": 2, "to": null, "total": 3}
      """
    And links equals:
      """
      {"first": "{path}?per_page=2&page=1", "last": "{path}?per_page=2&page=2", "prev": "{path}?per_page=2&page=<before>", "next": null}
      """

    Examples:
      | page | before |
      | 3    | 2      |
      | 9    | 8      |

  @L34.3
  Scenario: With no row at all there is one page, and it is empty
    When "lisi" calls listEvents with:
      | category_id | unknown |
    Then it succeeds
    And meta.path is remembered as "path"
    And @this equals:
      """
      {
        "data": [],
        "links": {"first": "{path}?category_id=unknown&page=1", "last": "{path}?category_id=unknown&page=1", "prev": null, "next": null},
        "meta": {"current_page": 1, "from": null, "last_page": 1, "path": "{path}", "per_page": 20, "to": null, "total": 0},
        "included": []
      }
      """
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then it succeeds
    And meta.path is remembered as "path"
    And @this equals:
      """
      {
        "data": [],
        "links": {"first": "{path}?page=1", "last": "{path}?page=1", "prev": null, "next": null},
        "meta": {"current_page": 1, "from": null, "last_page": 1, "path": "{path}", "per_page": 20, "to": null, "total": 0},
        "included": []
      }
      """

  @L36.1
  Scenario Outline: A sort that is none is refused: <sort>
    When "lisi" calls listEvents with:
      | sort | <sort> |
    Then the status is 400
    And errors has exactly these members:
      | sort |
    And errors.sort.0 is a valid text
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | sort     | <sort>   |
    Then the status is 400
    And errors has exactly these members:
      | sort |
    And errors.sort.0 is a valid text

    Examples:
      | sort                |
      | title               |
      | updated_at          |
      | started_at          |
      | -id                 |
      | --created_at        |
      | CREATED_AT          |
      | created_at,ended_at |

  @L36.1
  Scenario Outline: A list_type that is none is refused: <list_type>
    When "lisi" calls listEvents with:
      | list_type | <list_type> |
    Then the status is 400
    And errors has exactly these members:
      | list_type |
    And errors.list_type.0 is a valid text

    Examples:
      | list_type |
      | private   |
      | ALL       |
      | 1         |

  @L36.2
  Scenario Outline: A filter that is no time is refused: <time>, <end>, <value>
    When "lisi" calls listEvents with:
      | filter[<time>][<end>] | <value> |
    Then the status is 400
    And errors has exactly these members:
      | filter.<time>.<end> |
    And errors.filter\.<time>\.<end>.0 is a valid text

    Examples:
      | time       | end   | value                     |
      | started_at | since | yesterday                 |
      | started_at | since | 2023-3-8                  |
      | started_at | since | 2023/03/08                |
      | started_at | since | 20230308                  |
      | started_at | since | 2023-03-08 12:00          |
      | started_at | since | 2023-03-08T12:00:00       |
      | started_at | since | 2023-03-08 12:00:00.5     |
      | started_at | since | 2023-03-08T12:00:00+08:00 |
      | started_at | since | +20m                      |
      | started_at | since | 1678248000                |
      | started_at | until | tomorrow                  |
      | ended_at   | since | x                         |
      | ended_at   | until | x                         |
      | updated_at | since | x                         |
      | updated_at | until | x                         |

  @L36.2
  Scenario Outline: A filter of a day or hour that does not exist is refused: <time>, <end>, <value>
    When "lisi" calls listEvents with:
      | filter[<time>][<end>] | <value> |
    Then the status is 400
    And errors has exactly these members:
      | filter.<time>.<end> |
    And errors.filter\.<time>\.<end>.0 is a valid text

    Examples:
      | time       | end   | value               |
      | started_at | since | 2023-02-30          |
      | started_at | since | 2023-02-29          |
      | started_at | since | 2023-13-01          |
      | started_at | since | 2023-00-10          |
      | started_at | since | 2023-03-08 24:00:00 |
      | started_at | since | 2023-03-08 12:60:00 |
      | started_at | since | 2023-03-08 12:00:60 |
      | started_at | until | 2023-02-30          |
      | ended_at   | since | 2023-02-30          |
      | ended_at   | until | 2023-02-30 12:00:00 |
      | updated_at | since | 2023-02-30 12:00:00 |
      | updated_at | until | 2023-02-30          |

  @L36.2
  Scenario: A leap day is one
    When "lisi" calls listEvents with:
      | filter[started_at][since] | 2024-02-29 |
    Then it succeeds
    And data has 1 items

  @L36.2
  Scenario Outline: A filter that the document does not have is refused: <filter>
    When "lisi" calls listEvents with:
      | <filter> | 2023-03-08 |
    Then the status is 400
    And errors has exactly these members:
      | <path> |

    Examples:
      | filter                     | path                     |
      | filter[started_at][from]   | filter.started_at.from   |
      | filter[ended_at][Since]    | filter.ended_at.Since    |
      | filter[updated_at][before] | filter.updated_at.before |
      | filter[started_at]         | filter.started_at        |
      | filter                     | filter                   |

  @L36.2
  Scenario: So is one on a time that none is on
    When "lisi" calls listEvents with:
      | filter[created_at][since] | 2023-03-08 |
    Then the status is 400
    And errors.@keys has 1 items
    And errors.@keys.0 contains "filter.created_at"

  @L36.2
  Scenario: Of filters that are wrong in different ways each is told
    When "lisi" calls listEvents with:
      | filter[started_at][since] | x          |
      | filter[ended_at][until]   | 2023-02-30 |
    Then the status is 400
    And errors has exactly these members:
      | filter.started_at.since | filter.ended_at.until |

  @L36.2
  Scenario: A staff member's events have no filters
    When "lisi" calls listStaffEvents with:
      | staff_id                  | zhangsan   |
      | filter[started_at][since] | 2023-06-19 |
    Then it succeeds
    And data has 3 items

  @L36.3
  Scenario Outline: <name>=<value> is refused: <operation>
    When "lisi" calls <operation> with:
      | <of>   | <id>    |
      | <name> | <value> |
    Then the status is 400
    And errors has exactly these members:
      | <name> |
    And errors.<name>.0 is a valid text

    Examples:
      | operation        | of        | id                               | name     | value |
      | listEvents       | list_type | all                              | page     | 0     |
      | listEvents       | list_type | all                              | page     | -1    |
      | listEvents       | list_type | all                              | page     | abc   |
      | listEvents       | list_type | all                              | page     | 1.5   |
      | listEvents       | list_type | all                              | page     | 2x    |
      | listEvents       | list_type | all                              | per_page | 0     |
      | listEvents       | list_type | all                              | per_page | -1    |
      | listEvents       | list_type | all                              | per_page | abc   |
      | listEvents       | list_type | all                              | per_page | 1.5   |
      | listEvents       | list_type | all                              | per_page | 1e3   |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | page     | 0     |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | page     | -1    |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | page     | abc   |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | page     | 1.5   |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | per_page | 0     |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | per_page | -1    |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | per_page | abc   |
      | listParticipants | event_id  | 3c5c1f60fed711e9b1a95254005b9a01 | per_page | 1.5   |
      | listStaffEvents  | staff_id  | zhangsan                         | page     | 0     |
      | listStaffEvents  | staff_id  | zhangsan                         | page     | -1    |
      | listStaffEvents  | staff_id  | zhangsan                         | page     | abc   |
      | listStaffEvents  | staff_id  | zhangsan                         | page     | 1.5   |
      | listStaffEvents  | staff_id  | zhangsan                         | per_page | 0     |
      | listStaffEvents  | staff_id  | zhangsan                         | per_page | -1    |
      | listStaffEvents  | staff_id  | zhangsan                         | per_page | abc   |
      | listStaffEvents  | staff_id  | zhangsan                         | per_page | 1.5   |

  @L36.1 @L36.2 @L36.3
  Scenario: All that is wrong is told at once
    When "lisi" calls listEvents with:
      | sort                      | x |
      | list_type                 | x |
      | page                      | 0 |
      | per_page                  | 0 |
      | filter[started_at][since] | x |
      | filter[ended_at][until]   | x |
    Then the status is 400
    And errors has exactly these members:
      | sort | list_type | page | per_page | filter.started_at.since | filter.ended_at.until |
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | sort     | x        |
      | page     | 0        |
      | per_page | 0        |
    Then the status is 400
    And errors has exactly these members:
      | sort | page | per_page |
    When "lisi" calls listParticipants with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | page     | 0                                |
      | per_page | 0                                |
    Then the status is 400
    And errors has exactly these members:
      | page | per_page |

  @L36.4
  Scenario Outline: per_page=<per_page> counts as <size>
    When "lisi" calls listEvents with:
      | per_page | <per_page> |
    Then it succeeds
    And meta.per_page is <size>
    And data has 5 items
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan   |
      | per_page | <per_page> |
    Then it succeeds
    And meta.per_page is <size>
    And data has 3 items
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | per_page | <per_page>                       |
    Then it succeeds
    And data has 3 items

    Examples:
      | per_page             | size |
      | 1999                 | 1999 |
      | 2000                 | 2000 |
      | 2001                 | 2000 |
      | 9223372036854775807  | 2000 |
      | 99999999999999999999 | 2000 |

  @L34.2
  Scenario Outline: A page far beyond every end is empty: <operation>
    When "zhangsan" calls <operation> with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | zhangsan                         |
      | page     | 9223372036854775807              |
    Then the status is 200
    And data has 0 items

    Examples:
      | operation        |
      | listEvents       |
      | listStaffEvents  |
      | listParticipants |

  @L36.3
  Scenario Outline: A size that is no positive whole number is refused, however large: <size>
    When "lisi" calls listEvents with:
      | per_page | <size> |
    Then the status is 400

    Examples:
      | size                  |
      | -99999999999999999999 |
      | +99999999999999999999 |

  @L36.2
  Scenario: A filter that cannot be decoded is refused, its key encoded too
    When this request is sent:
      """
      GET /cgi-bin/v1/events?filter%5Bstarted_at%5D%5Bsince%5D=%zz
      Authorization: Bearer lexiang-token
      """
    Then the status is 400
