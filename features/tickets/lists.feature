@tickets
Feature: Lists of tickets, kept and paged

  Scenario Outline: list keeps unfinished or finished tickets
    When "<persona>" reads all pages of getTicket with:
      | <by> | <id>   |
      | list | <list> |
    Then items has <count> items
    And every items.#.repair_status is one of "<statuses>"
    When "<persona>" calls getTicket with:
      | <by> | <id>   |
      | list | <list> |
    Then it succeeds
    And request_type is <request_type>

    @T13.3 @T14
    Examples: uid, pending
      | persona | by  | id    | list    | count | statuses                                           | request_type       |
      | Lin     | uid | 12322 | pending | 16    | Pending, Repairing, UserConfirming, TechConfirming | by_user_id_pending |
      | Sun     | uid | 12323 | pending | 9     | Pending, Repairing, UserConfirming, TechConfirming | by_user_id_pending |

    @T13.4 @T14
    Examples: uid, done
      | persona | by  | id    | list | count | statuses | request_type    |
      | Lin     | uid | 12322 | done | 13    | Done     | by_user_id_done |
      | Wu      | uid | 12323 | done | 6     | Done     | by_user_id_done |

    @T13.5 @T14
    Examples: tid, pending
      | persona | by  | id    | list    | count | statuses                                           | request_type             |
      | Chen    | tid | 12311 | pending | 14    | Pending, Repairing, UserConfirming, TechConfirming | by_technician_id_pending |

    @T13.6 @T14
    Examples: tid, done
      | persona | by  | id    | list | count | statuses | request_type          |
      | Chen    | tid | 12311 | done | 14    | Done     | by_technician_id_done |
      | Zhao    | tid | 12312 | done | 5     | Done     | by_technician_id_done |

  @T13.1 @T14
  Scenario: All unfinished tickets
    When "Sun" reads all pages of getTicket with:
      | list | pending |
    Then items has 25 items
    And every items.#.repair_status is one of "Pending, Repairing, UserConfirming, TechConfirming"
    When "Sun" calls getTicket with:
      | list | pending |
    Then request_type is all_workorders_pending

  @T13.2 @T14
  Scenario: All finished tickets
    When "Sun" reads all pages of getTicket with:
      | list | done |
    Then items has 19 items
    And every items.#.repair_status is Done
    When "Sun" calls getTicket with:
      | list | done |
    Then request_type is all_workorders_done

  @T13.1
  Scenario Outline: Each unfinished status is pending
    Given the tickets row 2 changes to:
      | repair_status | <status> |
    When "Lin" calls getTicket with:
      | uid  | 12322   |
      | list | pending |
      | page | 2       |
    Then data.#.id equals:
      """
      [18, 9, 5, 4, 2, 1]
      """

    Examples:
      | status         |
      | Pending        |
      | Repairing      |
      | UserConfirming |
      | TechConfirming |

  @T13.7
  Scenario Outline: Canceled and closed tickets are in neither list
    Given the tickets row 50 changes to:
      | repair_status | <status> |
    When "Sun" reads all pages of getTicket with:
      | list | pending |
    Then items has 24 items
    When "Sun" reads all pages of getTicket with:
      | list | done |
    Then items has 19 items
    When "Sun" reads all pages of getTicket
    Then items has 50 items
    And items.0.repair_status is <status>

    Examples:
      | status   |
      | Canceled |
      | Closed   |

  @T15
  Scenario: An assigned ticket that is not finished is still pending
    When "Lin" calls getTicket with:
      | uid  | 12322   |
      | list | pending |
      | page | 2       |
    Then data.4.id is 2
    And data.4.assigned_technician_id is null
    And data.5.id is 1
    And data.5.assigned_technician_id is 12311
    And data.5.repair_status is Pending
    When "Chen" calls getTicket with:
      | tid  | 12311   |
      | list | pending |
      | page | 2       |
    Then data.3.id is 1
    And data.3.repair_status is Pending

  @T16.1
  Scenario Outline: Ten tickets a page, in every mode
    When "<persona>" calls getTicket with:
      | page | 1    |
      | <by> | <id> |
    Then data has 10 items
    And limit is 10

    Examples:
      | persona | by   | id      |
      | Sun     | list | pending |
      | Sun     | list | done    |
      | Lin     | uid  | 12322   |
      | Wu      | uid  | 12323   |
      | Chen    | tid  | 12311   |
      | Zhao    | tid  | 12312   |

  @T16.1
  Scenario: Ten of all tickets
    When "Sun" calls getTicket
    Then data has 10 items

  @T16.2
  Scenario: Without page it is the first
    When "Sun" calls getTicket
    Then page is 1
    When "Sun" calls getTicket with:
      | page | 1 |
    Then the answer is the same as before

  @T16.3
  Scenario: page and limit are echoed as integers, on a short page too
    When "Lin" calls getTicket with:
      | uid  | 12322 |
      | page | 4     |
    Then data has 3 items
    And page is a valid integer
    And page is 4
    And limit is a valid integer
    And limit is 10

  @T17.1 @T18
  Scenario Outline: Reading page after page gives every ticket once, newest first
    When "<persona>" reads all pages of getTicket with:
      | <by> | <id> |
    Then items has <count> items
    And pages is <pages>
    And items.#.id is in descending order

    Examples:
      | persona | by   | id      | count | pages |
      | Sun     | list | pending | 25    | 3     |
      | Sun     | list | done    | 19    | 2     |
      | Lin     | uid  | 12322   | 33    | 4     |
      | Wu      | uid  | 12323   | 17    | 2     |
      | Chen    | tid  | 12311   | 30    | 3     |
      | Zhao    | tid  | 12312   | 11    | 2     |

  @T17.1 @T18
  Scenario: All tickets, page after page
    When "Qian" reads all pages of getTicket
    Then items has 50 items
    And pages is 5
    And items.#.id is in descending order
    And items.0.id is 50
    And items.49.id is 1

  @T17.1
  Scenario: page combines with list
    When "Sun" calls getTicket with:
      | list | done |
      | page | 2    |
    Then request_type is all_workorders_done
    And page is 2
    And data has 9 items
    And data.8.id is 6

  @T17.2
  Scenario Outline: Past the end there is nothing, and it succeeds
    When "<persona>" calls getTicket with:
      | <by> | <id>   |
      | page | <page> |
    Then it succeeds
    And data has 0 items
    And page is <page>

    Examples:
      | persona | by   | id      | page       |
      | Sun     | list | pending | 4          |
      | Lin     | uid  | 12322   | 5          |
      | Chen    | tid  | 12311   | 4          |
      | Sun     | uid  | 12322   | 2147483647 |
