@lexiang
Feature: An event is shown in detail

  @L37.1
  Scenario: It has the document's 20 attributes
    When "lisi" calls getEvent with:
      | event_id | ce9143f20e6b11ee9c3aee7762defxxx |
    Then it succeeds
    And data.type is event
    And data.id is ce9143f20e6b11ee9c3aee7762defxxx
    And data.attributes equals:
      """
      {
        "title": "活动", "content": "<any>", "summary": "123", "location": "xxx科技大厦", "logo": "",
        "privilege_type": 1, "closed_at": null,
        "started_at": "2023-06-19 14:37:00", "ended_at": "2023-06-20 14:37:00", "duration": 111,
        "participant_count": 0, "attendee_count": 0, "participant_count_limit": null,
        "created_at": "2023-06-19 14:37:48", "updated_at": "2023-12-25 15:30:48",
        "attend_method": "qrcode", "attend_location": "", "attend_start_at": null, "attend_end_at": null,
        "app_source_type": "roadmap"
      }
      """
    And data.attributes.content is "<p>123</p>"

  @L37.1
  Scenario: Each attribute is the event's own
    When "zhangsan" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.attributes equals:
      """
      {
        "title": "api创建的活动", "content": "<any>", "summary": "正文", "location": "地点", "logo": "/img/group-building.png",
        "privilege_type": 1, "closed_at": "2022-12-31 12:11:00",
        "started_at": "2022-12-01 12:12:00", "ended_at": "2022-12-31 12:12:00", "duration": 100,
        "participant_count": 0, "attendee_count": 0, "participant_count_limit": 11,
        "created_at": "2022-12-09 15:42:07", "updated_at": "2023-12-25 17:25:06",
        "attend_method": "qrcode", "attend_location": "",
        "attend_start_at": "2022-12-31 12:12:00", "attend_end_at": "2022-12-31 12:13:00",
        "app_source_type": "event"
      }
      """
    And data.attributes.content is "<p>正文</p>"
    When "zhangsan" calls getEvent with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
    Then data.attributes.attend_method is location
    And data.attributes.attend_location is 北京市海淀区
    And data.attributes.participant_count is 2
    When "zhangsan" calls getEvent with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.attributes.participant_count is 1
    And data.attributes.attendee_count is 1

  @L37.2
  Scenario: It has owner, category and roadmap, and they are included
    When "lisi" calls getEvent with:
      | event_id | ce9143f20e6b11ee9c3aee7762defxxx |
    Then data.relationships equals:
      """
      {
        "owner": {"data": {"type": "staff", "id": "lisi"}},
        "category": {"data": {"type": "category", "id": "f989f0c4045411eaae5f0a58ac1303xx"}},
        "roadmap": {"data": {"type": "roadmap", "id": 3883}}
      }
      """
    And included has 3 items
    And included.#(id=="lisi").type is staff
    And included.#(id=="f989f0c4045411eaae5f0a58ac1303xx").type is category
    And included.#(id=="3883").type is roadmap

  @L37.2
  Scenario: It has owner, category and team, and they are included
    When "lisi" calls getEvent with:
      | event_id | f90cf57ce01c11eda700d6b35742d49f |
    Then data.relationships equals:
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

  @L37.2
  Scenario: It has its owner alone
    When "lisi" calls getEvent with:
      | event_id | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
    Then data.relationships equals:
      """
      {"owner": {"data": {"type": "staff", "id": "zhangsan"}}}
      """
    And included has 1 items
    And included.0.id is zhangsan

  @L37.2
  Scenario: The answer has no links or meta of its own
    When "lisi" calls getEvent with:
      | event_id | f90cf57ce01c11eda700d6b35742d49f |
    Then @this has exactly these members:
      | data | included |
    And data has exactly these members:
      | type | id | attributes | links | relationships |

  @L37.3
  Scenario Outline: There is no such event: <id>
    When "lisi" calls getEvent with:
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
      | fb245e2c779411ed99a3d248086140   |
      | lisi                             |

  @L37.3
  Scenario: An event that was deleted is gone
    Given the events row fb245e2c779411ed99a3d248086140f2 is deleted
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then the status is 404

  @L38
  Scenario: An event that came from a roadmap says so
    When "lisi" calls getEvent with:
      | event_id | ce9143f20e6b11ee9c3aee7762defxxx |
    Then data.attributes.app_source_type is roadmap
    And data.relationships.roadmap equals:
      """
      {"data": {"type": "roadmap", "id": 3883}}
      """
    And included.#(type=="roadmap").id is "3883"

  @L38
  Scenario: An event that came from none says so
    Given the events row ce9143f20e6b11ee9c3aee7762defxxx changes to:
      | roadmap | 0 |
    When "lisi" calls getEvent with:
      | event_id | ce9143f20e6b11ee9c3aee7762defxxx |
    Then data.attributes.app_source_type is event
    And there is no data.relationships.roadmap
    And there is no included.#(type=="roadmap")

  @L38
  Scenario: Of two roadmaps it is the one that the event came from
    Given the roadmaps row 3884 is added, like 3883 but for:
      | title | 另一个项目 |
    And the events row f2ae74bc0e7011eeb6b7de5381fd83xx changes to:
      | roadmap | 3884 |
    When "lisi" calls getEvent with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
    Then data.attributes.app_source_type is roadmap
    And data.relationships.roadmap.data.id is 3884
    And included.#(type=="roadmap").id is "3884"
    And included.#(type=="roadmap").attributes.title is 另一个项目
