@admin
Feature: However many an API knows, a list of personas has an end

  Scenario: So many of each API are listed
    When a stranger calls listPersonas with:
      | limit | 2 |
    Then #.name equals:
      """
      ["Sun", "Qian", "Tony", "Toby", "fwkt_zhangsan", "lisi"]
      """

  Scenario: Those of one API
    When a stranger calls listPersonas with:
      | api   | tickets |
      | limit | 3       |
    Then #.name equals:
      """
      ["Sun", "Qian", "Chen"]
      """

  Scenario Outline: The one of a name, wherever it stands
    When a stranger calls listPersonas with:
      | name  | <name> |
      | limit | 1      |
    Then #.id equals:
      """
      <ids>
      """

    Examples:
      | name   | ids       |
      | Lin    | ["12322"] |
      | lin    | []        |
      | wangwu | ["wangwu"] |

  Scenario: Who has registered comes after those with a name, and is called by mobile
    When a stranger calls putRow with:
      | api    | chaoqer                            |
      | table  | accounts                           |
      | key    | 00000000000000000000000000000001   |
      | uid    | "00000000000000000000000000000001" |
      | mobile | "+8615900000001"                   |
    Then it succeeds
    When a stranger calls listPersonas with:
      | api | chaoqer |
    Then 0.name is Tony
    And 6.name is "+8615900000001"
    And 6.role is without-profile
    And there is no 7
    When a stranger calls logIn with:
      | persona | +8615900000001 |
    Then it succeeds
    And credentials.uid is "00000000000000000000000000000001"

  Scenario Outline: What cannot be listed is refused
    When a stranger calls listPersonas with:
      | <parameter> | <value> |
    Then the status is <status>
    And the diagnosis says "<hint>"

    Examples:
      | parameter | value  | status | hint                  |
      | api       | ticket | 404    | did you mean tickets? |
      | limit     | 0      | 400    | limit                 |
      | limit     | 10001  | 400    | limit                 |
