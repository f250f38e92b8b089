@tickets
Feature: How a ticket and a page of them look

  @T19.1
  Scenario: A ticket has the document's 15 members and no others
    When "Lin" calls getTicket with:
      | orderid | 1 |
    Then data.0 has exactly these members:
      | id                     |
      | user_id                |
      | machine_purchase_date  |
      | user_phone             |
      | device_type            |
      | computer_brand         |
      | repair_description     |
      | repair_status          |
      | repair_image_url       |
      | fault_type             |
      | qq_number              |
      | campus                 |
      | assigned_technician_id |
      | assigned_time          |
      | completion_time        |

  @T19.1
  Scenario: What the mock knows beyond the document is not sent
    When "Sun" calls getTicket with:
      | orderid | 1 |
    Then it succeeds
    And there is no data.0.create_time
    And there is no data.0.complete_image_url

  @T19.2
  Scenario: Ids are integers
    When "Sun" reads all pages of getTicket with:
      | tid | 12311 |
    Then every items.#.id is a valid integer
    And every items.#.user_id is a valid integer
    And every items.#.assigned_technician_id is a valid integer

  @T19.3
  Scenario: Days and times have the document's forms
    When "Sun" reads all pages of getTicket with:
      | list | done |
    Then every items.#.machine_purchase_date is a valid date
    And every items.#.assigned_time is a valid time
    And every items.#.completion_time is a valid time
    And every items.#.repair_image_url is a valid text

  @T19.3
  Scenario: Times are China Standard Time
    Given the tickets row 6 changes to:
      | assigned_time   | 2024-06-12T16:30:00Z      |
      | completion_time | 2024-06-13T01:00:00+02:00 |
    When "Lin" calls getTicket with:
      | orderid | 6 |
    Then data.0.assigned_time is "2024-06-13 00:30:00"
    And data.0.completion_time is "2024-06-13 07:00:00"

  @T19.3
  Scenario: Without a picture the address is an empty text
    When "Lin" calls getTicket with:
      | orderid | 2 |
    Then data.0.repair_image_url is ""

  @T19.4
  Scenario: What has not happened yet is null
    When "Lin" calls getTicket with:
      | orderid | 2 |
    Then data.0.assigned_technician_id is null
    And data.0.assigned_time is null
    And data.0.completion_time is null
    When "Lin" calls getTicket with:
      | orderid | 4 |
    Then data.0.assigned_technician_id is 12311
    And data.0.assigned_time is "2024-06-10 09:18:14"
    And data.0.completion_time is null
    When "Lin" calls getTicket with:
      | orderid | 6 |
    Then data.0.completion_time is "2024-06-15 00:54:54"

  @T19.5 @T20.1 @T20.2
  Scenario: The document's row, to the letter
    When "Lin" calls getTicket with:
      | orderid | 1 |
    Then @this equals:
      """
      {
        "success": true,
        "status": "success",
        "request_type": "by_workorder_id",
        "data": [
          {
            "id": 1,
            "user_id": 12322,
            "machine_purchase_date": "2024-06-01",
            "user_phone": "123456789",
            "device_type": "笔记本",
            "computer_brand": "华为Matebook",
            "repair_description": "请帮我请个灰",
            "repair_status": "Pending",
            "repair_image_url": "https://example.com/image.jpg",
            "fault_type": "清灰",
            "qq_number": "123456",
            "campus": "江安",
            "assigned_technician_id": 12311,
            "assigned_time": "2024-06-10 12:00:00",
            "completion_time": null
          }
        ],
        "page": 1,
        "limit": 10
      }
      """

  @T19.5
  Scenario: The document's row is on a page of its owner's unfinished tickets
    When "Lin" reads all pages of getTicket with:
      | uid  | 12322   |
      | list | pending |
    Then items.15.id is 1
    And items.15.repair_description is "请帮我请个灰"

  Scenario Outline: Every success says so twice
    When "Sun" calls getTicket with:
      | <by> | <id> |
    Then success is true
    And status is success
    And success is a valid boolean
    And status is a valid text
    And @this has exactly these members:
      | success | status | request_type | data | page | limit |

    @T20.1 @T20.2 @T20.3
    Examples:
      | by      | id      |
      | page    | 1       |
      | orderid | 1       |
      | uid     | 12322   |
      | tid     | 12311   |
      | list    | pending |
      | list    | done    |
      | uid     | 99999   |

  @T21
  Scenario: A body has no effect
    When "Lin" calls getTicket with:
      | uid | 12322 |
    And this request is sent:
      """
      GET /v1/status/getTicket?uid=12322
      Authorization: Bearer lin-token
      Content-Type: application/json

      {"orderid": 1, "uid": 12323, "list": "done", "page": 2}
      """
    Then the answer is the same as before
    And the diagnosis names body-unexpected

  @T21 @T23.3
  Scenario: Nor has it on a strict mock
    Given the mock is strict
    When this request is sent:
      """
      GET /v1/status/getTicket?uid=12322
      Authorization: Bearer lin-token
      Content-Type: application/json

      {"uid": 12323}
      """
    Then it succeeds
    And every data.#.user_id is 12322

  @T21
  Scenario: Parameters in the body are not given
    When this request is sent:
      """
      GET /v1/status/getTicket
      Authorization: Bearer lin-token
      Content-Type: application/json

      {"uid": 12322}
      """
    Then the status is 403

  @T21
  Scenario: A body that is no JSON has no effect either
    When this request is sent:
      """
      GET /v1/status/getTicket?orderid=1
      Authorization: Bearer lin-token
      Content-Type: application/json

      {"uid":
      """
    Then it succeeds
    And data.0.id is 1
