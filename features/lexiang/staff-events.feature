@lexiang
Feature: The events that a staff member has signed up for
  zhangsan has joined 活动1, 活动2 and 活动, and has created the last one and 述职准备.

  @L41.1
  Scenario: It shows what they joined, not what they created
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
    Then it succeeds
    And data.#.attributes.title equals:
      """
      ["活动1", "活动2", "活动"]
      """
    And data.#.relationships.owner.data.id equals:
      """
      ["lisi", "wangwu", "zhangsan"]
      """
    When "zhangsan" calls listStaffEvents with:
      | staff_id | lisi |
    Then data.#.attributes.title equals:
      """
      ["演唱会抽票", "开放日"]
      """

  @L41.1
  Scenario: Who has only created events has none
    Given "fwkt_zhangsan" calls createEvent with:
      | data.attributes.title      | 圈                   |
      | data.attributes.location   | 北京                  |
      | data.attributes.started_at | 2024-07-01 12:00:00 |
      | data.attributes.ended_at   | 2024-07-02 12:00:00 |
    And data.id is remembered as "event"
    When "fwkt_zhangsan" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data has 0 items
    Given a stranger calls admin.signUp with:
      | event_id | {event}       |
      | staff_id | fwkt_zhangsan |
    When "fwkt_zhangsan" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data.#.attributes.title equals:
      """
      ["圈"]
      """

  @L41.1
  Scenario: It shows what is not public too, whoever asks
    Given a stranger calls admin.signUp with:
      | event_id | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
      | staff_id | fwkt_zhangsan                    |
    When "wangwu" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data.#.attributes.title equals:
      """
      ["述职准备"]
      """

  @L41.2
  Scenario: A row has the document's 19 attributes
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
    Then data.2.type is event
    And data.2.id is f90cf57ce01c11eda700d6b35742d49f
    And data.2.attributes equals:
      """
      {
        "title": "活动", "content": "", "summary": "", "location": "beijing",
        "logo": "https://xxx.lexiangla.com/assets/f6925ddce01c11edb170d6b35742d49f",
        "privilege_type": 0, "closed_at": null,
        "started_at": "2023-04-20 16:17:00", "ended_at": "2023-04-22 16:17:00", "duration": 10,
        "participant_count": 1, "attendee_count": 0, "participant_count_limit": null,
        "created_at": "2023-04-21 16:17:36", "updated_at": "2023-12-25 09:32:26",
        "attend_method": "qrcode", "attend_location": "", "attend_start_at": null, "attend_end_at": null
      }
      """
    And data.2 has exactly these members:
      | type | id | attributes | links | relationships |
    And @this has exactly these members:
      | data | links | meta | included |

  @L41.2
  Scenario: Each attribute is the event's own
    Given a stranger calls admin.signUp with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
      | staff_id | fwkt_zhangsan                    |
    And a stranger calls admin.signIn with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data.#.attributes equals:
      """
      [{
        "title": "api创建的活动", "content": "<any>", "summary": "正文", "location": "地点", "logo": "/img/group-building.png",
        "privilege_type": 1, "closed_at": "2022-12-31 12:11:00",
        "started_at": "2022-12-01 12:12:00", "ended_at": "2022-12-31 12:12:00", "duration": 100,
        "participant_count": 1, "attendee_count": 1, "participant_count_limit": 11,
        "created_at": "2022-12-09 15:42:07", "updated_at": "2023-12-25 17:25:06",
        "attend_method": "qrcode", "attend_location": "",
        "attend_start_at": "2022-12-31 12:12:00", "attend_end_at": "2022-12-31 12:13:00"
      }]
      """
    And data.0.attributes.content is "<p>正文</p>"

  @L41.3
  Scenario: links and meta.path name the staff member
    When this request is sent:
      """
      GET http://mock.example/cgi-bin/v1/staffs/zhangsan/events?per_page=1
      Authorization: Bearer lexiang-token
      """
    Then meta.path is "http://mock.example/cgi-bin/v1/staffs/zhangsan/events"
    And links equals:
      """
      {
        "first": "http://mock.example/cgi-bin/v1/staffs/zhangsan/events?per_page=1&page=1",
        "last": "http://mock.example/cgi-bin/v1/staffs/zhangsan/events?per_page=1&page=3",
        "prev": null,
        "next": "http://mock.example/cgi-bin/v1/staffs/zhangsan/events?per_page=1&page=2"
      }
      """

  @L41.3
  Scenario: Whatever they are called
    Given the staffs row 张三 is added, like zhangsan but for:
      | name | 张三 |
    When this request is sent:
      """
      GET http://mock.example/cgi-bin/v1/staffs/%E5%BC%A0%E4%B8%89/events
      Authorization: Bearer lexiang-token
      """
    Then it succeeds
    And meta.path is "http://mock.example/cgi-bin/v1/staffs/%E5%BC%A0%E4%B8%89/events"
    And links.first is "http://mock.example/cgi-bin/v1/staffs/%E5%BC%A0%E4%B8%89/events?page=1"

  @L41.4
  Scenario: By default it is sorted by created_at, the newest first, 20 a page
    Given the events row f90cf57ce01c11eda700d6b35742d49f changes to:
      | created_at | 2023-06-19 15:13:00 |
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
    Then data.#.attributes.title equals:
      """
      ["活动1", "活动", "活动2"]
      """
    And meta.current_page is 1
    And meta.per_page is 20
    And meta.total is 3

  @L41.4
  Scenario: In the order of the events, not of the sign-ups
    Given the signups row f2ae74bc0e7011eeb6b7de5381fd83xx:zhangsan changes to:
      | joined_at | 2023-04-21 16:00:00 |
    And the signups row f90cf57ce01c11eda700d6b35742d49f:zhangsan changes to:
      | joined_at | 2024-01-01 12:00:00 |
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
    Then data.#.attributes.title equals:
      """
      ["活动1", "活动2", "活动"]
      """

  @L41.4
  Scenario Outline: sort=<sort>
    Given the events row f90cf57ce01c11eda700d6b35742d49f changes to:
      | ended_at | 2023-06-21 15:12:00 |
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | sort     | <sort>   |
    Then it succeeds
    And data.#.attributes.title equals:
      """
      <titles>
      """

    @L29.1
    Examples:
      | sort       | titles               |
      | created_at | ["活动", "活动2", "活动1"] |

    @L29.2
    Examples:
      | sort        | titles               |
      | -created_at | ["活动1", "活动2", "活动"] |

    @L29.3
    Examples:
      | sort     | titles               |
      | ended_at | ["活动2", "活动", "活动1"] |

    @L29.4
    Examples:
      | sort      | titles               |
      | -ended_at | ["活动1", "活动", "活动2"] |

  @L41.4
  Scenario: It is read page after page
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 2        |
      | page     | 2        |
    Then data.#.attributes.title equals:
      """
      ["活动"]
      """
    When "lisi" reads all pages of listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 1        |
    Then pages is 3
    And items.#.attributes.title equals:
      """
      ["活动1", "活动2", "活动"]
      """

  @L41.5
  Scenario: A row has owner, category and team, and they are included
    When "lisi" calls listStaffEvents with:
      | staff_id | zhangsan |
      | per_page | 1        |
      | page     | 3        |
    Then data.0.relationships equals:
      """
      {
        "owner": {"data": {"type": "staff", "id": "zhangsan"}},
        "category": {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac130361"}},
        "team": {"data": {"type": "team", "id": "2771363ede7f11ed965d6eccbfd63822"}}
      }
      """
    And included has 3 items
    And included.#(id=="zhangsan").type is staff
    And included.#(id=="f989f0c4045411eaae5f0a58ac130361").type is category
    And included.#(id=="2771363ede7f11ed965d6eccbfd63822").type is team

  @L41.5
  Scenario: What several rows refer to is included once
    Given the signups row f2ae74bc0e7011eeb6b7de5381fd83xx:zhangsan is deleted
    And a stranger calls admin.signUp with:
      | event_id | ce9143f20e6b11ee9c3aee7762def0xx |
      | staff_id | fwkt_zhangsan                    |
    And a stranger calls admin.signUp with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data has 2 items
    And included has 2 items
    And included.#(id=="lisi").type is staff
    And included.#(id=="f989f0c4045411eaae5f0a58ac1303xx").type is category

  @L41.5
  Scenario: An event of its owner alone has no other
    Given a stranger calls admin.signUp with:
      | event_id | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data.0.relationships equals:
      """
      {"owner": {"data": {"type": "staff", "id": "zhangsan"}}}
      """
    And included has 1 items
    And included.0.id is zhangsan

  @L41.5
  Scenario: There is never a roadmap
    Given a stranger calls admin.signUp with:
      | event_id | ce9143f20e6b11ee9c3aee7762defxxx |
      | staff_id | fwkt_zhangsan                    |
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then data.0.relationships equals:
      """
      {
        "owner": {"data": {"type": "staff", "id": "lisi"}},
        "category": {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac1303xx"}}
      }
      """
    And there is no data.0.attributes.app_source_type
    And included has 2 items
    And there is no included.#(type=="roadmap")

  @L41.6
  Scenario Outline: There is no such staff member: <id>
    When "lisi" calls listStaffEvents with:
      | staff_id | <id> |
    Then the status is 404
    And @this equals:
      """
      {"errors": {"detail": "<text>"}}
      """
    And errors.detail is not ""

    Examples:
      | id                               |
      | nobody                           |
      | ZHANGSAN                         |
      | test209                          |
      | fb245e2c779411ed99a3d248086140f2 |

  @L41.6
  Scenario: A staff member without events is no such case
    When "lisi" calls listStaffEvents with:
      | staff_id | fwkt_zhangsan |
    Then it succeeds
    And data has 0 items
