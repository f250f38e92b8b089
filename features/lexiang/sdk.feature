@lexiang
Feature: What the document prints and what the vendor's SDK sends is understood

  @L13.5
  Scenario: The document's create request
    Given a stranger calls admin.setClock with:
      | now | 2022-12-09 15:42:07 |
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/vnd.api+json

      {
          "data": {
              "attributes": {
                  "title": "api创建的活动",
                  "content": "正文",
                  "location": "地点",
                  "started_at": "2022-12-01 12:12",
                  "ended_at": "2022-12-31 12:12",
                  "duration":100,
                  "closed_at": "2022-12-31 12:11",
                  "attend_start_at": "2022-12-31 12:12",
                  "attend_end_at": "2022-12-31 12:13",
                  "participant_count_limit": 11,
                  "enable_random_extract": true,
                  "privilege_type": 1,
                  "logo": "/img/group-building.png"
              },
              "relationships": {
                  "team": {
                      "data": {
                          "type": "team",
                          "id": "21e6898e321b11e6a2f50800278acc25"
                      }
                  },
                  "category": {
                      "data": {
                          "type": "category",
                          "id": "e3ca3a968c4d11eb9efa966bfb362313"
                      }
                  },
                  "privilege": {
                      "data": [
                          {
                              "type": "staff",
                              "id": "1"
                          },
                          {
                              "type": "department",
                              "id": 1
                          },
                          {
                              "type": "contact_tag",
                              "id": 2
                          }
                      ]
                  }
              }
          }
      }
      """
    Then the status is 200
    And data.attributes equals:
      """
      {
        "title": "api创建的活动", "content": "<text>", "summary": "正文", "location": "地点",
        "logo": "/img/group-building.png", "privilege_type": 1, "closed_at": "2022-12-31 12:11:00",
        "started_at": "2022-12-01 12:12:00", "ended_at": "2022-12-31 12:12:00", "updated_at": "2022-12-09 15:42:07",
        "participant_count": 0, "attendee_count": 0, "participant_count_limit": 11,
        "created_at": "2022-12-09 15:42:07", "attend_method": "qrcode", "attend_location": "",
        "attend_start_at": "2022-12-31 12:12:00", "attend_end_at": "2022-12-31 12:13:00"
      }
      """
    And data.attributes.content is "<p>正文</p>"
    And data.relationships equals:
      """
      {
        "category": {"data": {"type": "category", "id": "e3ca3a968c4d11eb9efa966bfb362313"}},
        "team": {"data": {"type": "team", "id": "21e6898e321b11e6a2f50800278acc25"}}
      }
      """
    And no diagnosis is given

  @L13.5
  Scenario: The document's edit request
    Given a stranger calls admin.setClock with:
      | now | 2023-12-25 17:18:10 |
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/vnd.api+json

      {
          "data": {
              "attributes": {
                  "title": "api创建的活动",
                  "content": "正文",
                  "location": "地点",
                  "started_at": "2022-12-01 12:12",
                  "ended_at": "2022-12-31 12:12",
                	"duration": 111,
                  "closed_at": "2022-12-31 12:11",
                  "attend_start_at": "2022-12-31 12:12",
                  "attend_end_at": "2022-12-31 12:13",
                  "privilege_type": 1,
                  "logo": "/img/group-building.png"
              },
              "relationships": {
                  "team": {
                      "data": {
                          "type": "team",
                          "id": "21e6898e321b11e6a2f50800278acc25"
                      }
                  },
                  "category": {
                      "data": {
                          "type": "category",
                          "id": "e3ca3a968c4d11eb9efa966bfb362313"
                      }
                  },
                  "privilege": {
                      "data": [
                          {
                              "type": "staff",
                              "id": "1"
                          },
                          {
                              "type": "department",
                              "id": 1
                          },
                          {
                              "type": "contact_tag",
                              "id": 2
                          }
                      ]
                  }
              }
          }
      }
      """
    Then the status is 200
    And data.attributes.title is api创建的活动
    And data.attributes.updated_at is "2023-12-25 17:18:10"
    And data.relationships.team.data.id is 21e6898e321b11e6a2f50800278acc25
    And no diagnosis is given
    When "lisi" calls getEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then data.attributes.duration is 111

  @L13.5
  Scenario Outline: The document's reads
    When this request is sent:
      """
      GET /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      """
    Then the status is 200
    And data has <rows> items
    And no diagnosis is given

    Examples:
      | path                                                                             | rows |
      | events                                                                           | 5    |
      | events?page=1&per_page=3                                                         | 3    |
      | events?page=1&per_page=3&sort=created_at                                         | 3    |
      | events?list_type=all&per_page=3&page=2                                           | 3    |
      | events?filter[started_at][since]=2023-03-08&filter[started_at][until]=2023-07-09 | 3    |
      | events/3c5c1f60fed711e9b1a95254005b9a01/participants                             | 2    |
      | staffs/zhangsan/events?per_page=1&page=2                                         | 1    |

  @L13.5
  Scenario: The document's detail
    When this request is sent:
      """
      GET /cgi-bin/v1/events/ce9143f20e6b11ee9c3aee7762defxxx
      Authorization: Bearer lexiang-token
      """
    Then the status is 200
    And data.attributes.title is 活动
    And no diagnosis is given

  @L13.5 @L12.3 @L13.3
  Scenario: The SDK's example of a create
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/vnd.api+json

      {"data":{"attributes":{"title":"sdk\u521b\u5efa\u6d3b\u52a8","location":"\u5730\u70b9","started_at":"2023-02-22 01:00","ended_at":"2023-02-23 12:00","content":"\u6d3b\u52a8\u8be6\u60c5","closed_at":"2023-02-22 23:00","attend_start_at":"2023-02-23 07:00","attend_end_at":"2023-02-23 12:00","participant_count_limit":1,"enable_random_extract":true,"logo":"\/img\/group-building.png"},"relationships":{"team":{"data":{"type":"team","id":"cd73ede2026b11e8a3165254002b6735"}},"category":{"data":{"type":"category_id","id":"f988df5e045411ea98f60a58ac130361"}},"privilege":{"data":[{"type":"staff","id":"fwkt_zhangsan"},{"type":"department","id":"114"},{"type":"contact_tag","id":"65e225402a3a11eca818be0b64e7a200"}]}}}}
      """
    Then the status is 200
    And data.attributes.title is sdk创建活动
    And data.attributes.logo is "/img/group-building.png"
    And data.attributes.participant_count_limit is 1
    And data.attributes.privilege_type is 0
    And data.relationships.team.data.id is cd73ede2026b11e8a3165254002b6735
    And data.relationships.category.data.type is category
    And data.relationships.category.data.id is f988df5e045411ea98f60a58ac130361
    And no diagnosis is given

  @L13.5 @L22.1 @L13.3
  Scenario: The SDK's example of an edit
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/vnd.api+json

      {"data":{"attributes":{"title":"sdk\u7f16\u8f91\u6d3b\u52a8","location":"\u5730\u70b91","started_at":"2023-02-20 01:00","ended_at":"2023-02-21 12:00","content":"\u6d3b\u52a8\u8be6\u60c51","closed_at":"2023-02-20 07:00","attend_start_at":"2023-02-20 07:00","attend_end_at":"2023-02-21 12:00","privilege_type":1,"logo":"\/img\/group-building.png"},"relationships":{"team":null,"category":{"data":{"type":"category_id","id":"e3ca3a968c4d11eb9efa966bfb362313"}}}}}
      """
    Then the status is 200
    And data.attributes.title is sdk编辑活动
    And data.attributes.summary is 活动详情1
    And data.attributes.privilege_type is 1
    And there is no data.relationships.team
    And data.relationships.category.data.type is category
    And data.relationships.category.data.id is e3ca3a968c4d11eb9efa966bfb362313
    And no diagnosis is given
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | fb245e2c779411ed99a3d248086140f2 |
    Then privilege.#.id equals:
      """
      ["1", "1", "2"]
      """

  @L01
  Scenario: The SDK gets its token, and reads for nobody
    When this request is sent:
      """
      POST /cgi-bin/token
      Content-Type: application/json
      User-Agent: GuzzleHttp/6.5.5 curl/7.64.1 PHP/7.4.3

      {"grant_type":"client_credentials","app_key":"contractmock","app_secret":"contractmock-secret"}
      """
    Then the status is 200
    And access_token is remembered as "token"
    When this request is sent:
      """
      GET /cgi-bin/v1/events?list_type=all
      Authorization: Bearer {token}
      StaffID:

      []
      """
    Then the status is 200
    And meta.total is 9

  @L04.3 @L06.5
  Scenario Outline: The SDK reads with an empty StaffID and the body []
    When this request is sent:
      """
      GET /cgi-bin/v1/<path>
      Authorization: Bearer lexiang-token
      StaffID:

      []
      """
    Then the status is 200
    And <member> is <value>

    Examples:
      | path                                                 | member                | value         |
      | events?page=1&per_page=3                             | meta.to               | 3             |
      | events/fb245e2c779411ed99a3d248086140f2              | data.attributes.title | api创建的活动 |
      | events/3c5c1f60fed711e9b1a95254005b9a01/participants | data.0.id             | zhangssan     |
      | staffs/zhangsan/events                               | meta.total            | 3             |

  @L06.5
  Scenario: With listeners its read has a body of its own
    When this request is sent:
      """
      GET /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID:
      Content-Type: application/vnd.api+json

      {"meta":{"listeners":["https:\/\/front.example"]}}
      """
    Then the status is 200
    And data.attributes.title is api创建的活动

  @L31.13
  Scenario Outline: PHP's query of a filter
    When this request is sent:
      """
      GET /cgi-bin/v1/events?list_type=all&<query>
      Authorization: Bearer lexiang-token
      StaffID:

      []
      """
    Then the status is 200
    And data.#.id equals:
      """
      <ids>
      """

    Examples:
      | query                                                                                                               | ids                                  |
      | filter%5Bstarted_at%5D%5Bsince%5D=2023-06-19+15%3A11%3A00&filter%5Bstarted_at%5D%5Buntil%5D=2023-06-19+15%3A13%3A00 | ["9fcea8de0e7011ee85973a9f1b55fdxx"] |
      | filter%5Bended_at%5D%5Bsince%5D=2023-06-21+15%3A13%3A00&filter%5Bended_at%5D%5Buntil%5D=2024-01-01                  | ["f2ae74bc0e7011eeb6b7de5381fd83xx"] |

  @L14
  Scenario: With listeners its writes have a meta
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/vnd.api+json

      {"data":{"attributes":{"title":"\u5708","location":"\u5317\u4eac","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}},"meta":{"listeners":["https:\/\/front.example"]}}
      """
    Then the status is 200
    And data.attributes.title is 圈
    And data.attributes.location is 北京

  @L14 @L25
  Scenario: And its empty edit has nothing else
    Given 1h pass
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/vnd.api+json

      {"meta":{"listeners":["https:\/\/front.example"]}}
      """
    Then the status is 200
    And data.attributes.title is api创建的活动
    And data.attributes.updated_at is "2023-12-25 17:25:06"

  @L25
  Scenario: Without them it is null, and has no Content-Type
    When this request is sent:
      """
      PUT /cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2
      Authorization: Bearer lexiang-token
      StaffID: lisi

      null
      """
    Then the status is 200
    And the answer's header "Content-Type" is "application/vnd.api+json"
    And data.type is event
    And data.id is fb245e2c779411ed99a3d248086140f2
    And data.attributes.title is api创建的活动

  @L05
  Scenario: The SDK hands on an error as it is
    When this request is sent:
      """
      POST /cgi-bin/v1/events
      Authorization: Bearer lexiang-token
      StaffID: lisi
      Content-Type: application/vnd.api+json

      {"data":{"attributes":{"title":null,"location":"\u5317\u4eac","started_at":"2024-07-01 10:00","ended_at":"2024-07-01 11:00"}}}
      """
    Then the status is 400
    And errors has exactly these members:
      | data.attributes.title |
    And errors.data\.attributes\.title has 1 items
