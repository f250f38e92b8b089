@admin @tickets
Feature: Clients that read more than the document has
  The shipped mini-program compares ids as texts and reads two members that the document lacks. A setting of the fixtures
  sends them.

  Background:
    Given the settings row settings changes to:
      | compat | mini-program |

  Scenario: Ids are texts, and two members more are sent
    When "Lin" calls getTicket with:
      | orderid | 1 |
    Then it succeeds
    And data.0 equals:
      """
      {
        "id": "1",
        "user_id": "12322",
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
        "assigned_technician_id": "12311",
        "assigned_time": "2024-06-10 12:00:00",
        "completion_time": null,
        "create_time": "2024-06-08 08:30:00",
        "complete_image_url": ""
      }
      """
    And page is 1
    And the diagnosis names departs
    And the diagnosis says "compat mini-program"

  Scenario: The picture of the finished work is sent where there is one
    Given the tickets row 6 changes to:
      | complete_image_url | https://example.com/done.jpg |
    When "Lin" calls getTicket with:
      | orderid | 6 |
    Then data.0.complete_image_url is "https://example.com/done.jpg"

  Scenario: What has not happened is still null
    When "Lin" calls getTicket with:
      | orderid | 2 |
    Then data.0.id is "2"
    And data.0.assigned_technician_id is null

  Scenario: A setting that is none is refused
    When a stranger calls admin.patchRow with:
      | api    | tickets       |
      | table  | settings      |
      | key    | settings      |
      | compat | "mini-progam" |
    Then the status is 422
    And problems.0.field is compat
    And error contains "mini-program"
