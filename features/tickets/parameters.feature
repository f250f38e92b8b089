@tickets
Feature: Parameters that do not count
  A parameter that breaks its rule never produces an error: it counts as not given. The mock says so in the diagnosis.

  @T22
  Scenario: The document's own misspelling has no effect
    When "Chen" calls getTicket with:
      | td   | 12311 |
      | page | 2     |
    Then the status is 403
    And the diagnosis names param-unknown
    And the diagnosis says "did you mean tid?"
    When "Sun" calls getTicket
    And "Sun" calls getTicket with:
      | td      | 12311 |
      | Uid     | 12322 |
      | user_id | 12322 |
      | limit   | 50    |
    Then the answer is the same as before

  @T22
  Scenario: A parameter that is known raises no diagnosis
    When "Sun" calls getTicket with:
      | orderid | 1       |
      | uid     | 12322   |
      | tid     | 12311   |
      | list    | pending |
      | page    | 1       |
    Then it succeeds
    And no diagnosis is given

  @T23.1 @T23.2
  Scenario Outline: A bad <parameter> counts as not given, and is named: <value>
    When "Sun" calls getTicket
    And "Sun" calls getTicket with:
      | <parameter> | <value> |
    Then the answer is the same as before
    And request_type is all_workorders
    And page is 1
    And the diagnosis names <finding>
    And the diagnosis says "<parameter>: got"
    And the diagnosis says "(T23, tickets.yaml:"
    And the journal names <finding> about "<parameter>"

    Examples: ids
      | parameter | value                | finding       |
      | orderid   |                      | param-type    |
      | orderid   | abc                  | param-type    |
      | orderid   | 1abc                 | param-type    |
      | orderid   | +1                   | param-type    |
      | orderid   | -1                   | param-minimum |
      | orderid   | 0                    | param-minimum |
      | orderid   | 1.0                  | param-type    |
      | orderid   | 1e0                  | param-type    |
      | orderid   | 0x1                  | param-type    |
      | orderid   | １                    | param-type    |
      | orderid   | 1,2                  | param-type    |
      | orderid   | 2147483648           | param-maximum |
      | orderid   | 99999999999999999999 | param-maximum |
      | uid       |                      | param-type    |
      | uid       | self                 | param-type    |
      | uid       | 12322 OR 1=1         | param-type    |
      | uid       | -12322               | param-minimum |
      | uid       | 0                    | param-minimum |
      | uid       | 12322.0              | param-type    |
      | uid       | 2147483648           | param-maximum |
      | uid       | 99999999999999999999 | param-maximum |
      | tid       |                      | param-type    |
      | tid       | self                 | param-type    |
      | tid       | null                 | param-type    |
      | tid       | -12311               | param-minimum |
      | tid       | 0                    | param-minimum |
      | tid       | 1.2e4                | param-type    |
      | tid       | 2147483648           | param-maximum |

    Examples: list
      | parameter | value        | finding    |
      | list      |              | param-enum |
      | list      | Pending      | param-enum |
      | list      | DONE         | param-enum |
      | list      | all          | param-enum |
      | list      | pending,done | param-enum |
      | list      | done%20      | param-enum |

    Examples: page
      | parameter | value      | finding       |
      | page      |            | param-type    |
      | page      | abc        | param-type    |
      | page      | two        | param-type    |
      | page      | 0          | param-minimum |
      | page      | -1         | param-minimum |
      | page      | 1.5        | param-type    |
      | page      | +2         | param-type    |
      | page      | 2147483648 | param-maximum |

  @T23.1
  Scenario: Blanks around a number make it another text
    When this request is sent:
      """
      GET /v1/status/getTicket?uid=%2012322&page=2%20
      Authorization: Bearer sun-token
      """
    Then request_type is all_workorders
    And page is 1

  @T23.1
  Scenario: A bad percent-encoding counts as not given
    When this request is sent:
      """
      GET /v1/status/getTicket?orderid=%zz&uid=12322
      Authorization: Bearer lin-token
      """
    Then it succeeds
    And request_type is by_user_id_all
    And the diagnosis names param-malformed

  @T23.1
  Scenario: A user whose uid does not count asks for all tickets
    When "Lin" calls getTicket with:
      | uid | abc |
    Then the status is 403
    And the diagnosis names not-permitted
    And the diagnosis names param-type

  @T23.1
  Scenario: The greatest number counts
    When "Sun" calls getTicket with:
      | uid | 2147483647 |
    Then request_type is by_user_id_all
    And no diagnosis is given

  @T23.1
  Scenario: Leading zeros are decimal digits
    When "Lin" calls getTicket with:
      | uid  | 00012322 |
      | page | 002      |
    Then request_type is by_user_id_all
    And page is 2

  @T23.1 @T12.5
  Scenario: A parameter that does not count does not win
    When "Chen" calls getTicket with:
      | orderid | abc   |
      | uid     | 0     |
      | tid     | 12311 |
    Then it succeeds
    And request_type is by_technician_id_all

  @T23.2
  Scenario: All findings are named at once
    When "Sun" calls getTicket with:
      | page | zero |
      | td   | 7    |
      | uid  | abc  |
      | list | open |
    Then it succeeds
    And the diagnosis names param-type
    And the diagnosis names param-enum
    And the diagnosis names param-unknown
    And the journal names param-type about "uid"
    And the journal names param-type about "page"
    And the journal names param-enum about "list"
    And the journal names param-unknown about "td"

  @T23.3
  Scenario Outline: A strict mock refuses what does not count
    Given the mock is strict
    When "Sun" calls getTicket with:
      | <parameter> | <value> |
    Then the status is 400
    And the body is exactly:
      """
      {"success":false,"requesttype":"","data":"<parameter>"}
      """
    And the diagnosis names strict
    And the diagnosis says "(T23)"
    And the diagnosis names <finding>

    Examples:
      | parameter | value      | finding       |
      | orderid   | abc        | param-type    |
      | uid       | 0          | param-minimum |
      | tid       | 2147483648 | param-maximum |
      | list      | Pending    | param-enum    |
      | page      | -1         | param-minimum |
      | td        | 12311      | param-unknown |

  @T23.3
  Scenario: A strict mock passes what is right
    Given the mock is strict
    When "Lin" calls getTicket with:
      | uid  | 12322   |
      | list | pending |
      | page | 2       |
    Then it succeeds

  @T23.3 @T03.1
  Scenario: A strict mock asks who calls first
    Given the mock is strict
    When a stranger calls getTicket with:
      | uid | abc |
    Then the status is 401

  @T23.4
  Scenario: The last of a repeated parameter counts
    When "Wu" calls getTicket with:
      | uid  | 12322 |
      | uid  | 12323 |
      | page | 1     |
      | page | 2     |
    Then it succeeds
    And every data.#.user_id is 12323
    And page is 2
    When "Wu" calls getTicket with:
      | uid | 12323 |
      | uid | 12322 |
    Then the status is 403
    When "Sun" calls getTicket with:
      | uid | 12323 |
      | uid | abc   |
    Then request_type is all_workorders
