@lexiang
Feature: The participants of an event

  @L39.1
  Scenario: A row is a staff member who has signed up
    When "lisi" calls listParticipants with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then it succeeds
    And data equals:
      """
      [
        {"type": "staff", "id": "zhangssan", "attributes": {
          "name": "test209", "english_name": null, "organization": "开发组 ",
          "is_joined": "已报名", "joined_at": "2019-11-04 16:44:26", "is_attended": "否", "attended_at": null
        }},
        {"type": "staff", "id": "lisi", "attributes": {
          "name": "lisi", "english_name": null, "organization": "140 前端开发",
          "is_joined": "已报名", "joined_at": "2019-11-04 16:46:52", "is_attended": "否", "attended_at": null
        }}
      ]
      """

  @L39.1
  Scenario: One with an English name shows it
    Given a stranger calls admin.signUp with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls listParticipants with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data has 1 items
    And data.0.id is fwkt_zhangsan
    And data.0.attributes.name is 张三
    And data.0.attributes.english_name is "San Zhang"

  @L39.2
  Scenario: Who has signed in shows when
    When "lisi" calls listParticipants with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.#.attributes equals:
      """
      [{
        "name": "zhangsan", "english_name": null, "organization": "43 产品经理",
        "is_joined": "已报名", "joined_at": "2023-06-19 15:21:00", "is_attended": "是", "attended_at": "2023-06-19 15:30:00"
      }]
      """

  @L39.3
  Scenario: They come in the order in which they signed up
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
    Then data.#.id equals:
      """
      ["lisi", "wangwu", "zhangssan"]
      """
    Given the signups row 7e2a9b4c6f2e11ef9c3b5254005b9a03:lisi changes to:
      | joined_at | 2024-06-22 08:00:03 |
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
    Then data.#.id equals:
      """
      ["wangwu", "zhangssan", "lisi"]
      """

  @L39.3
  Scenario: When they sign in has no part in it
    Given a stranger calls admin.signIn with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | staff_id | zhangssan                        |
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
    Then data.#.id equals:
      """
      ["lisi", "wangwu", "zhangssan"]
      """

  @L39.3
  Scenario Outline: The answer has nothing but data: <event_id>
    When "lisi" calls listParticipants with:
      | event_id | <event_id> |
    Then it succeeds
    And @this has exactly these members:
      | data |
    And data has <count> items

    Examples:
      | event_id                         | count |
      | 3c5c1f60fed711e9b1a95254005b9a01 | 2     |
      | fb245e2c779411ed99a3d248086140f2 | 0     |

  @L40.1
  Scenario: By default they are all on the first page, while there are not too many
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
    Then data has 3 items
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | page     | 1                                |
      | per_page | 500                              |
    Then the answer is the same as before
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | page     | 2                                |
    Then data has 0 items

  @L40.1
  Scenario: What is too much for a page is on the next
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | per_page | 2                                |
    Then data.#.id equals:
      """
      ["lisi", "wangwu"]
      """
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | per_page | 2                                |
      | page     | 2                                |
    Then data.#.id equals:
      """
      ["zhangssan"]
      """
    When "lisi" reads all pages of listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | per_page | 1                                |
    Then pages is 3
    And items.#.id equals:
      """
      ["lisi", "wangwu", "zhangssan"]
      """

  Scenario Outline: A page may be of <per_page>
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | per_page | <per_page>                       |
    Then it succeeds
    And data has 3 items
    When "lisi" calls listParticipants with:
      | event_id | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | per_page | <per_page>                       |
      | page     | 2                                |
    Then it succeeds
    And data has 0 items

    @L40.2
    Examples:
      | per_page |
      | 2000     |

    @L40.3 @L36.4
    Examples:
      | per_page |
      | 2001     |
      | 100000   |

  @L40.4
  Scenario Outline: sort has no effect: <sort>
    When "lisi" calls listParticipants with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    And "lisi" calls listParticipants with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | sort     | <sort>                           |
    Then it succeeds
    And the answer is the same as before

    Examples:
      | sort        |
      | joined_at   |
      | -joined_at  |
      | id          |
      | -id         |
      | name        |
      | -created_at |
      | created_at  |
      | ended_at    |
      | x           |
      |             |

  @L40.5
  Scenario Outline: There is no such event: <id>
    When "lisi" calls listParticipants with:
      | event_id | <id> |
    Then the status is 404
    And @this equals:
      """
      {"errors": {"detail": "<text>"}}
      """
    And errors.detail is not ""

    Examples:
      | id                               |
      | 00000000000000000000000000000000 |
      | FB245E2C779411ED99A3D248086140F2 |
      | lisi                             |
