@tickets
Feature: Who may see which tickets
  Users see their own, technicians those they repair, administrators all.

  @T05
  Scenario Outline: Administrators see all tickets
    When "<administrator>" calls getTicket
    Then it succeeds
    And request_type is all_workorders
    And data has 10 items
    And data.0.id is 50

    Examples:
      | administrator |
      | Sun           |
      | Qian          |

  @T09.1
  Scenario Outline: Nobody else sees all tickets
    When "<persona>" calls getTicket
    Then the status is 403
    And the body is exactly:
      """
      {"success":false,"requesttype":"","data":"权限不足"}
      """
    And the diagnosis names not-permitted
    And the diagnosis says "(T09)"
    And the diagnosis says "<id>"

    Examples:
      | persona | id    |
      | Lin     | 12322 |
      | Wu      | 12323 |
      | Chen    | 12311 |
      | Zhao    | 12312 |

  @T07.1
  Scenario: A user sees their own tickets
    When "Lin" calls getTicket with:
      | uid | 12322 |
    Then it succeeds
    And request_type is by_user_id_all
    And every data.#.user_id is 12322
    And data has 10 items
    And data.0.id is 50

  @T07.2
  Scenario Outline: An administrator sees anybody's tickets
    When "<administrator>" calls getTicket with:
      | uid | 12323 |
    Then it succeeds
    And request_type is by_user_id_all
    And every data.#.user_id is 12323

    Examples:
      | administrator |
      | Sun           |
      | Qian          |

  @T09.2
  Scenario Outline: Nobody else asks for the tickets of a user
    When "<persona>" calls getTicket with:
      | uid | 12322 |
    Then the status is 403
    And the body is exactly:
      """
      {"success":false,"requesttype":"","data":"权限不足"}
      """
    And the diagnosis names not-permitted

    Examples:
      | persona |
      | Wu      |
      | Chen    |
      | Zhao    |

  @T08.1
  Scenario: A technician sees what is assigned to them
    When "Chen" calls getTicket with:
      | tid | 12311 |
    Then it succeeds
    And request_type is by_technician_id_all
    And every data.#.assigned_technician_id is 12311
    And data.0.id is 50

  @T08.2
  Scenario Outline: An administrator sees what is assigned to anybody
    When "<administrator>" calls getTicket with:
      | tid | 12312 |
    Then it succeeds
    And request_type is by_technician_id_all
    And every data.#.assigned_technician_id is 12312

    Examples:
      | administrator |
      | Sun           |
      | Qian          |

  @T08.3
  Scenario Outline: Whoever has nothing assigned to them gets no rows, whatever their role
    When "<persona>" calls getTicket with:
      | tid | <id> |
    Then it succeeds
    And request_type is by_technician_id_all
    And data has 0 items

    Examples:
      | persona | id    |
      | Lin     | 12322 |
      | Qian    | 12002 |

  @T08.3
  Scenario: A user to whom a ticket is assigned gets it
    Given the tickets row 2 changes to:
      | assigned_technician_id | 12322               |
      | assigned_time          | 2024-06-20 08:00:00 |
    When "Lin" calls getTicket with:
      | tid | 12322 |
    Then it succeeds
    And data has 1 items
    And data.0.id is 2

  @T08.1
  Scenario: A ticket is nobody's because its number is somebody's
    Given the tickets row 12311 is added, like 2 but for:
      | campus | 望江 |
    When "Chen" reads all pages of getTicket with:
      | tid | 12311 |
    Then items has 30 items
    When "Chen" reads all pages of getTicket with:
      | tid  | 12311   |
      | list | pending |
    Then items has 14 items

  @T07.1
  Scenario: A technician who reported a ticket themselves sees it as its user
    Given the tickets row 3 changes to:
      | user_id | 12311 |
    When "Chen" calls getTicket with:
      | uid | 12311 |
    Then it succeeds
    And data.#.id equals:
      """
      [3]
      """

  @T09.3
  Scenario Outline: Nobody else asks for the tickets of a technician
    When "<persona>" calls getTicket with:
      | tid | 12311 |
    Then the status is 403
    And the body is exactly:
      """
      {"success":false,"requesttype":"","data":"权限不足"}
      """
    And the diagnosis names not-permitted

    Examples:
      | persona |
      | Zhao    |
      | Lin     |
      | Wu      |

  Scenario Outline: One ticket, for those whom it concerns
    When "<persona>" calls getTicket with:
      | orderid | 1 |
    Then it succeeds
    And request_type is by_workorder_id
    And data has 1 items
    And data.0.id is 1
    And page is 1

    @T06.1
    Examples: administrators
      | persona |
      | Sun     |
      | Qian    |

    @T06.2
    Examples: its owner
      | persona |
      | Lin     |

    @T06.3
    Examples: its technician
      | persona |
      | Chen    |

  @T06.4 @T09.4
  Scenario Outline: One ticket, for nobody else
    When "<persona>" calls getTicket with:
      | orderid | <ticket> |
    Then the status is 403
    And the body is exactly:
      """
      {"success":false,"requesttype":"","data":"权限不足"}
      """
    And the diagnosis names not-permitted

    Examples: a ticket of Lin's that Chen repairs
      | persona | ticket |
      | Wu      | 1      |
      | Zhao    | 1      |

    Examples: a ticket that nobody repairs yet
      | persona | ticket |
      | Chen    | 2      |
      | Zhao    | 2      |

  @T06.5
  Scenario Outline: list changes nothing about one ticket
    When "Lin" calls getTicket with:
      | orderid | <ticket> |
      | list    | <list>   |
    Then it succeeds
    And request_type is by_workorder_id
    And data.#.id equals:
      """
      [<ticket>]
      """

    Examples:
      | ticket | list    |
      | 1      | done    |
      | 1      | pending |
      | 6      | pending |
      | 6      | done    |
      | 11     | pending |

  @T06.5 @T17.2
  Scenario: One ticket has one page
    When "Lin" calls getTicket with:
      | orderid | 1 |
      | page    | 2 |
    Then it succeeds
    And request_type is by_workorder_id
    And data has 0 items
    And page is 2

  @T10
  Scenario Outline: A ticket that does not exist is one that nobody may see
    When "<persona>" calls getTicket with:
      | orderid | 999999 |
    Then the status is 403
    And the body is exactly:
      """
      {"success":false,"requesttype":"","data":"权限不足"}
      """
    And the diagnosis names ticket-not-found
    And the diagnosis says "(T10)"

    Examples:
      | persona |
      | Lin     |
      | Chen    |
      | Sun     |
      | Qian    |

  Scenario Outline: An administrator asks for somebody who does not exist
    When "Sun" calls getTicket with:
      | <parameter> | 99999 |
    Then it succeeds
    And request_type is <request_type>
    And data has 0 items

    @T11.1
    Examples:
      | parameter | request_type   |
      | uid       | by_user_id_all |

    @T11.2
    Examples:
      | parameter | request_type         |
      | tid       | by_technician_id_all |

  @T12.1
  Scenario: orderid wins over uid
    When "Sun" calls getTicket with:
      | uid     | 12323 |
      | orderid | 1     |
    Then request_type is by_workorder_id
    And data.0.user_id is 12322

  @T12.2
  Scenario: orderid wins over tid
    When "Sun" calls getTicket with:
      | tid     | 12312 |
      | orderid | 1     |
    Then request_type is by_workorder_id
    And data.0.assigned_technician_id is 12311

  @T12.3
  Scenario: uid wins over tid
    When "Sun" calls getTicket with:
      | tid | 12311 |
      | uid | 12323 |
    Then request_type is by_user_id_all
    And every data.#.user_id is 12323
    And data has 10 items

  @T12.4
  Scenario: orderid wins over both
    When "Sun" calls getTicket with:
      | tid     | 12312 |
      | uid     | 12323 |
      | orderid | 1     |
    Then request_type is by_workorder_id
    And data.#.id equals:
      """
      [1]
      """

  @T12.5
  Scenario: The winner decides who may ask
    When "Wu" calls getTicket with:
      | orderid | 1     |
      | uid     | 12323 |
    Then the status is 403
    When "Chen" calls getTicket with:
      | uid | 12322 |
      | tid | 12311 |
    Then the status is 403
    When "Lin" calls getTicket with:
      | uid | 12322 |
      | tid | 12311 |
    Then it succeeds
    When "Lin" calls getTicket with:
      | orderid | 1     |
      | uid     | 12323 |
      | tid     | 12312 |
    Then it succeeds
