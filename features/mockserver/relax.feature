@admin
Feature: A session passes over what a client cannot do yet
  What is passed over is noted, so that nobody takes it for right.

  Scenario: A session says what it relaxes, and keeps it until it is told otherwise
    When a stranger calls changeSession with:
      | name         | {session}                            |
      | relax (JSON) | ["duplicates", "sign", "ts", "sign"] |
    Then it succeeds
    And relax equals:
      """
      ["sign", "ts", "duplicates"]
      """
    When a stranger calls changeSession with:
      | name   | {session} |
      | strict | true      |
    Then strict is true
    And relax has 3 items
    When a stranger calls listSessions
    Then #(name=="{session}").relax has 3 items
    Given the mock relaxes "ts"
    When a stranger calls getSession with:
      | name | {session} |
    Then relax.0 is ts
    And relax has 1 items
    When a stranger calls health
    Then relax has 0 items

  Scenario Outline: A word that relaxes nothing is refused, and nothing changes: <word>
    When a stranger calls changeSession with:
      | name         | {session} |
      | strict       | true      |
      | relax (JSON) | <relax>   |
    Then the status is 400
    And the diagnosis names <id>
    And the diagnosis says "<hint>"
    When a stranger calls getSession with:
      | name | {session} |
    Then relax has 0 items
    And strict is false

    Examples:
      | word  | relax            | id          | hint                                                                     |
      | signs | ["ts", "signs"]  | relax       | is nothing that can be relaxed; did you mean sign?                       |
      | token | ["token"]        | relax       | is nothing that can be relaxed; there are auth, duplicates, sign and ts |
      | SIGN  | ["SIGN"]         | relax       | is nothing that can be relaxed; did you mean sign?                       |
      | 1     | [1]              | bad-request | relax.0: got 1, want a text                                              |

  Scenario: What is relaxed in one session is not in another
    When a stranger calls changeSession with:
      | name         | {session} |
      | relax (JSON) | ["auth"]  |
    And a stranger calls tickets.getTicket
    Then it succeeds
    Given the calls go to session "other"
    When a stranger calls tickets.getTicket
    Then the diagnosis names authorization-missing

  Scenario: A wrong signature passes, and the diagnosis still explains it
    Given the mock relaxes "sign"
    And calls are signed with the secret "wrong"
    When "Toby" calls chaoqer.listCards with:
      | count | 10 |
    Then it succeeds
    And the diagnosis says "relaxed: sign: the signature is that of another text or secret; "
    And the diagnosis says "; the server signed count=10$$$ts="
    And the diagnosis says "(C09)"
    And the journal's entry has the verdict ok

  Scenario: A missing signature passes, a missing time does not
    Given the mock relaxes "sign"
    And calls are not signed
    When "Toby" calls chaoqer.getUnreadTotal
    Then it succeeds
    And the answer's header "Mock-Diagnosis" is "relaxed: sign: the parameter sign is missing (C09)"
    Given calls carry no ts
    When "Toby" calls chaoqer.getUnreadTotal
    Then the diagnosis names ts-missing

  Scenario: A missing time passes, the signature must be that of the text without it
    Given the mock relaxes "ts"
    And calls carry no ts
    And "x=1" is added to the query
    When "Toby" calls chaoqer.createClub with:
      | name  | 产品交流圈           |
      | cover | https://example.com/ |
    Then it succeeds
    And the diagnosis names relaxed
    And the diagnosis says "ts: the parameter ts is missing; "
    Given calls are signed as they should be
    And calls carry no ts
    And parameters are sent as form
    When "Toby" calls chaoqer.joinClub with:
      | clubId | ea01330db4ad49288dce2b8bcb00240b |
    Then it succeeds
    Given calls are signed with the secret "wrong"
    And calls carry no ts
    When "Toby" calls chaoqer.getUnreadTotal
    Then the diagnosis names sign-mismatch

  Scenario: What is right is not noted
    Given the mock relaxes "sign, ts, auth, duplicates"
    When "Toby" calls chaoqer.createClub with:
      | name  | 产品交流圈           |
      | cover | https://example.com/ |
    Then it succeeds
    And the answer's header "Mock-Diagnosis" is ""

  Scenario: A repeated call is done again
    Given the mock relaxes "duplicates"
    When "Toby" calls chaoqer.createClub with:
      | name  | 产品交流圈           |
      | cover | https://example.com/ |
    And result.clubId is remembered as "first"
    And "Toby" calls chaoqer.createClub with:
      | name  | 产品交流圈           |
      | cover | https://example.com/ |
    Then it succeeds
    And the diagnosis says "relaxed: duplicates: the same call came less than 500ms ago (C13)"
    And result.clubId is not {first}

  Scenario: Who has no login to the gateway yet is somebody
    Given the mock relaxes "auth"
    When a stranger calls chaoqer.getUnreadTotal
    Then it succeeds
    And the diagnosis says "relaxed: auth: no Authorization header; send Authorization: Basic base64(uid:token) (C05); it counts as a request of Tony"

  Scenario Outline: Who names themselves to the gateway is whom they name: <name>
    Given the mock relaxes "sign, auth"
    When this request is sent:
      """
      GET /user/message/unread_total?ts=1&sign=0
      Mock-Session: {session}
      Authorization: Basic <basic>
      """
    Then it succeeds
    And the diagnosis says "relaxed: auth: <refusal>"
    And the diagnosis says "; it counts as a request of <name>"

    Examples:
      | name | refusal                      | basic                                            |
      | Toby | this is no token of Toby     | NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6eA== |
      | Tony | nobody has the uid a         | YTpi                                             |
      | Tony | what follows Basic is no     | not-base64                                       |

  Scenario: Where no login is needed, one that is wrong is none
    Given the mock relaxes "sign, ts, auth"
    When this request is sent:
      """
      POST /account/captcha?mobile=13912345678
      Mock-Session: {session}
      Authorization: Basic YTpi
      """
    Then it succeeds
    And the diagnosis says "it counts as a request of nobody"

  Scenario: A login that has expired holds on, with its secret
    Given the mock relaxes "auth"
    When "Toby" calls chaoqer.getUnreadTotal
    Then it succeeds
    Given 720h pass
    When "Toby" calls chaoqer.getUnreadTotal
    Then it succeeds
    And the diagnosis says "Toby's log-in ended at "

  Scenario: A page of WeChat opens without login
    Given the mock relaxes "auth"
    When a stranger calls chaoqer.getH5Profile with:
      | uid | 6ce4443c8fcd4a2b8b407bda86ab4408 |
    Then it succeeds
    And the diagnosis says "relaxed: auth: no cookie chaoqer_wx_code; "

  Scenario Outline: Who has no login to the tickets yet is an administrator, and who had one themselves: <header>
    Given the mock relaxes "auth"
    When this request is sent:
      """
      GET /v1/status/getTicket<query>
      Mock-Session: {session}
      <header>
      """
    Then the status is <status>
    And the diagnosis names <finding>
    And the diagnosis says "it counts as a request of <name>"

    Examples:
      | header                          | query      | status | finding       | name |
      | X-A: b                          |            | 200    | relaxed       | Sun  |
      | Authorization: lin-token        | ?uid=12323 | 200    | relaxed       | Sun  |
      | Authorization: Bearer no-token  | ?tid=12311 | 200    | relaxed       | Sun  |

  Scenario: Who had a login to the tickets is still who they were
    Given the mock relaxes "auth"
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then the answer's header "Mock-Diagnosis" is ""
    Given 1h pass
    When "Lin" calls tickets.getTicket with:
      | uid | 12322 |
    Then it succeeds
    And the diagnosis says "(T04); it counts as a request of Lin"
    When "Lin" calls tickets.getTicket
    Then the diagnosis names not-permitted
    And the diagnosis names relaxed

  Scenario: Who has no token of the events yet is the first app, and still says whom a write is for
    Given the mock relaxes "auth"
    When a stranger calls lexiang.listEvents
    Then it succeeds
    And the diagnosis says "relaxed: auth: no token; "
    And the diagnosis says "; it counts as a request of contractmock"
    Given 2h pass
    When "lisi" calls lexiang.listEvents
    Then it succeeds
    And the diagnosis says "it counts as a request of contractmock"
    When a stranger calls lexiang.editEvent with:
      | event_id | fb245e2c779411ed99a3d248086140f2 |
    Then the diagnosis names staff-missing
