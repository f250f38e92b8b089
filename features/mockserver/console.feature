@admin
Feature: The console is embedded in the mock

  Scenario Outline: There is a page for people
    When a stranger calls <page>
    Then it succeeds
    And the answer's header "Content-Type" is "text/html; charset=utf-8"
    And the answer's header "Content-Security-Policy" contains "default-src 'none'; script-src 'self'"

    Examples:
      | page        |
      | openConsole |
      | openDocs    |

  Scenario: A part of another build is not there
    When a stranger calls getConsoleFile with:
      | build | 0000        |
      | file  | console.css |
    Then the status is 404
    And the diagnosis names console-file-not-found

  Scenario: The document of an API is the one that is served
    When a stranger calls getDocument with:
      | api | tickets |
    Then servers.0.url is "/"
    And paths./v1/status/getTicket.get.operationId is getTicket
    When a stranger calls getDocument with:
      | api | tickts |
    Then the diagnosis says "did you mean tickets?"

  Scenario: Operations name the rules that they follow
    When a stranger calls listRoutes
    Then #(operation=="getTicket").rules.0 is "T01"
    When a stranger calls listRules with:
      | api | tickets |
    Then #(id=="T01").basis is service
    And #(id=="T02.1").operations.0 is getTicket

  Scenario: Rows are listed with their keys
    When a stranger calls listRows with:
      | api   | tickets |
      | table | persons |
      | limit | 2       |
    Then keys equals:
      """
      ["12001", "12002"]
      """

  Scenario: A signature is computed, and compared
    When a stranger calls computeSignature with:
      | query | page=1&pageSize=10&ts=1795291841375&sign=00   |
    Then digest is "c320c7137304e5edaf7ca5b000d1b8c7"
    And text contains "page=1$$$pageSize=10$$$ts=1795291841375$$$accessSecret="
    And pairs.1.name is pageSize
    And fits is false
    When a stranger calls computeSignature with:
      | query     | page=1&pageSize=10&ts=1795291841375   |
      | signature | C320C7137304E5EDAF7CA5B000D1B8C7      |
    Then fits is true
    When a stranger calls computeSignature with:
      | body    | name=a&ts=1   |
      | persona | Toby          |
      | text    | name=b        |
    Then signer is Toby
    And difference contains "first difference in pair 1: you signed name=b, the server name=a"

  Scenario: Whose log-in has ended has no secret to sign with
    Given 744h pass
    When a stranger calls computeSignature with:
      | query   | a=1   |
      | persona | Toby  |
    Then the status is 409
    And the diagnosis names persona-logged-out
