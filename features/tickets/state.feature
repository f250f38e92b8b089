@tickets
Feature: What happens to a ticket shows at once

  @T24.1
  Scenario: A completed ticket leaves pending and enters done
    Given the tickets row 50 changes to:
      | repair_status   | Done |
      | completion_time | +0s  |
    When "Lin" calls getTicket with:
      | uid  | 12322 |
      | list | done  |
    Then data.0.id is 50
    And data.0.completion_time is a valid time
    When "Lin" reads all pages of getTicket with:
      | uid  | 12322   |
      | list | pending |
    Then items has 15 items
    And items.0.id is 48
    When "Chen" calls getTicket with:
      | tid  | 12311 |
      | list | done  |
    Then data.0.id is 50

  @T24.1
  Scenario: A ticket that is taken up again leaves done and enters pending
    Given the tickets row 49 changes to:
      | repair_status   | Repairing |
      | completion_time | null      |
    When "Sun" calls getTicket with:
      | list | pending |
    Then data.1.id is 49
    And data.1.completion_time is null
    When "Sun" reads all pages of getTicket with:
      | list | done |
    Then items has 18 items

  @T24.2
  Scenario: An assigned ticket enters its technician's list
    Given the tickets row 48 changes to:
      | assigned_technician_id | 12312 |
      | assigned_time          | +0s   |
    When "Zhao" calls getTicket with:
      | tid | 12312 |
    Then data.0.id is 48
    And data.0.repair_status is Pending
    When "Zhao" calls getTicket with:
      | orderid | 48 |
    Then it succeeds

  @T24.2
  Scenario: The newest ticket that nobody repairs yet is taken on
    When "Lin" calls getTicket with:
      | uid  | 12322   |
      | list | pending |
    Then data.1.repair_status is not Repairing
    And data.1.assigned_technician_id is null
    And data.1.id is remembered as "ticket"
    Given the tickets row {ticket} changes to:
      | repair_status          | Repairing           |
      | assigned_technician_id | 12311               |
      | assigned_time          | 2024-07-15 09:00:00 |
    When "Chen" calls getTicket with:
      | orderid | {ticket} |
    Then data.0.id is {ticket}
    And data.0.assigned_time is "2024-07-15 09:00:00"

  @T24.2
  Scenario: A ticket that is handed on changes lists
    Given the tickets row 50 changes to:
      | assigned_technician_id | 12312 |
    When "Chen" calls getTicket with:
      | tid | 12311 |
    Then data.0.id is 49
    When "Chen" calls getTicket with:
      | orderid | 50 |
    Then the status is 403
    When "Zhao" calls getTicket with:
      | tid  | 12312   |
      | list | pending |
    Then data.0.id is 50

  @T24.3
  Scenario: A created ticket comes first
    Given the tickets row 77 is added, like 2 but for:
      | repair_description | 风扇一直转 |
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then data.0.id is 77
    And data.0.repair_description is 风扇一直转
    When "Sun" calls getTicket
    Then data.0.id is 77
    When "Sun" calls getTicket with:
      | list | pending |
    Then data.0.id is 77

  @T24.3
  Scenario: A deleted ticket is gone
    Given the tickets row 50 is deleted
    When "Sun" calls getTicket
    Then data.0.id is 49
    When "Lin" calls getTicket with:
      | orderid | 50 |
    Then the status is 403

  @T24.4
  Scenario: Another session sees none of it
    Given the tickets row 50 is deleted
    And the calls go to session "other"
    When "Sun" calls getTicket
    Then data.0.id is 50
    Given the tickets row 77 is added, like 2 but for:
      | campus | 望江 |
    And the calls go to the first session
    When "Sun" calls getTicket
    Then data.0.id is 49

  @T24.4
  Scenario: Nor does a log-in there end one here
    Given the calls go to session "other"
    And "Lin" logs in again
    And the calls go to the first session
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds
