@admin @lexiang
Feature: What the rows of the events API must be, and who takes part in what
  Whoever writes a row, by fixtures or by the control plane, is held to the same audit as the API's own operations.

  Scenario Outline: A row that cannot be is refused: <table>, <why>
    When a stranger calls admin.putRow with:
      | api   | lexiang |
      | table | <table> |
      | key   | <key>   |
      | <a>   | <1>     |
      | <b>   | <2>     |
      | <c>   | <3>     |
    Then the status is 422
    And the diagnosis names row-refused
    And problems.#.field is ["<field>"]
    And problems.0.message contains "<says>"

    Examples:
      | table    | why                        | key                                         | a       | 1                                  | b       | 2                           | c          | 3                           | field      | says                       |
      | settings | a tenant without scheme    | settings                                    | tenant  | "km.lexiangla.com"                 | tenant  | "km.lexiangla.com"          | tenant     | "km.lexiangla.com"          | tenant     | a tenant is a URL such as  |
      | settings | a tenant of another scheme | settings                                    | tenant  | "ftp://km.lexiangla.com"           | tenant  | "ftp://km.lexiangla.com"    | tenant     | "ftp://km.lexiangla.com"    | tenant     | a tenant is a URL such as  |
      | settings | a tenant with a slash      | settings                                    | tenant  | "https://km.lexiangla.com/"        | tenant  | "https://km.lexiangla.com/" | tenant     | "https://km.lexiangla.com/" | tenant     | without a slash at its end |
      | settings | no tenant                  | settings                                    | tenant  | ""                                 | tenant  | ""                          | tenant     | ""                          | tenant     | a tenant is a URL such as  |
      | apps     | without secret             | another                                     | app_key | "another"                          | app_key | "another"                   | app_secret | ""                          | app_secret | a key and a secret         |
      | tokens   | of an app that is not      | t                                           | token   | "t"                                | holder  | "another"                   | holder     | "another"                   | holder     | no app with the key        |
      | tokens   | with a blank in it         | two words                                   | token   | "two words"                        | holder  | "contractmock"              | holder     | "contractmock"              | token      | without blanks and commas  |
      | staffs   | an id with a colon         | a:b                                         | id      | "a:b"                              | name    | "ab"                        | name       | "ab"                        | id         | no colon                   |
      | staffs   | the one without a row      | system-bot                                  | id      | "system-bot"                       | name    | "bot"                       | name       | "bot"                       | id         | is known without a row     |
      | teams    | a code twice               | another                                     | id      | "another"                          | name    | "K吧4"                       | code       | "k101389"                   | code       | must be unique             |
      | signups  | to no event                | nothing:lisi                                | event   | "nothing"                          | staff   | "lisi"                      | joined_at  | "+0s"                       | event      | no event                   |
      | signups  | of nobody                  | 9fcea8de0e7011ee85973a9f1b55fdxx:nobody     | event   | "9fcea8de0e7011ee85973a9f1b55fdxx" | staff   | "nobody"                    | joined_at  | "+0s"                       | staff      | no staff member            |
      | signups  | of the one without a row   | 9fcea8de0e7011ee85973a9f1b55fdxx:system-bot | event   | "9fcea8de0e7011ee85973a9f1b55fdxx" | staff   | "system-bot"                | joined_at  | "+0s"                       | staff      | no staff member            |

  Scenario Outline: An event that cannot be is refused, and nothing changes: <why>
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
    And a stranger calls admin.patchRow with:
      | api      | lexiang                          |
      | table    | events                           |
      | key      | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
      | <member> | <value>                          |
    Then the status is 422
    And the diagnosis names row-refused
    And problems.#.field is ["<field>"]
    And problems.0.message contains "<says>"
    When a stranger calls admin.getRow with:
      | api   | lexiang                          |
      | table | events                           |
      | key   | 5b0d3c1a6f2e11ef8a1d5254005b9a02 |
    Then it succeeds
    And <member> equals:
      """
      <before>
      """

    Examples:
      | why                           | member                  | value                              | field                   | says                           | before                |
      | no title                      | title                   | ""                                 | title                   | needs a title                  | "述职准备"                |
      | a title of blanks             | title                   | "  "                               | title                   | needs a title                  | "述职准备"                |
      | no location                   | location                | ""                                 | location                | needs a location               | "会议室"                 |
      | a location of blanks          | location                | "  "                               | location                | needs a location               | "会议室"                 |
      | a privilege type below        | privilege_type          | -1                                 | privilege_type          | not -1                         | 2                     |
      | a privilege type above        | privilege_type          | 3                                  | privilege_type          | not 3                          | 2                     |
      | a privilege of none           | privilege               | [{"type": "staffs", "id": "1"}]    | privilege               | did you mean staff?            | null                  |
      | a duration below              | duration                | -1                                 | duration                | 0 minutes or more              | 60                    |
      | a limit of nobody             | participant_count_limit | 0                                  | participant_count_limit | 1 or more                      | null                  |
      | a limit below                 | participant_count_limit | -1                                 | participant_count_limit | 1 or more                      | null                  |
      | a lottery that never closes   | enable_random_extract   | true                               | closed_at               | a lottery event needs the time | false                 |
      | no way to sign in             | attend_method           | ""                                 | attend_method           | is not known                   | "qrcode"              |
      | a way to sign in that is none | attend_method           | "qrcod"                            | attend_method           | did you mean qrcode?           | "qrcode"              |
      | no owner                      | owner                   | ""                                 | owner                   | no staff member                | "zhangsan"            |
      | an owner who is not           | owner                   | "nobody"                           | owner                   | no staff member                | "zhangsan"            |
      | a team that is not            | team                    | "f989f0c4045411eaae5f0a58ac1303xx" | team                    | no team                        | ""                    |
      | a category that is not        | category                | "578f91d079c611ed8ee0f2ba6c6847f5" | category                | no category                    | ""                    |
      | a roadmap that is not         | roadmap                 | 3884                               | roadmap                 | no roadmap 3884                | 0                     |
      | a time that is none           | started_at              | "2023-02-30"                       | started_at              | is no time                     | "2024-07-01 10:00:00" |
      | null for a time               | ended_at                | null                               | ended_at                | must not be null               | "2024-07-01 11:00:00" |

  Scenario: An event's id has no colon
    When a stranger calls admin.putRow with:
      | api           | lexiang  |
      | table         | events   |
      | key           | a:b      |
      | id            | "a:b"    |
      | title         | "圈"      |
      | location      | "北京"     |
      | attend_method | "qrcode" |
      | owner         | "lisi"   |
    Then the status is 422
    And problems.#.field is ["id"]
    And problems.0.message contains "no colon"

  Scenario: All that is wrong with an event is told at once
    When a stranger calls admin.putRow with:
      | api                     | lexiang                        |
      | table                   | events                         |
      | key                     | e                              |
      | id                      | "e"                            |
      | privilege_type          | 7                              |
      | privilege               | [{"type": "x"}, {"type": "y"}] |
      | duration                | -5                             |
      | participant_count_limit | 0                              |
      | enable_random_extract   | true                           |
      | team                    | "x"                            |
      | category                | "x"                            |
      | roadmap                 | 1                              |
    Then the status is 422
    And problems.#.field equals:
      """
      [
        "title", "location", "privilege_type", "privilege", "privilege", "duration", "participant_count_limit",
        "closed_at", "attend_method", "owner", "team", "category", "roadmap"
      ]
      """

  Scenario Outline: An event at the edge of what can be is taken: <member> <value>
    When a stranger calls admin.patchRow with:
      | api      | lexiang                          |
      | table    | events                           |
      | key      | fb245e2c779411ed99a3d248086140f2 |
      | <member> | <value>                          |
    Then it succeeds
    And <member> equals:
      """
      <value>
      """

    Examples:
      | member                  | value                                                                                                                              |
      | title                   | "1"                                                                                                                                |
      | location                | "1"                                                                                                                                |
      | privilege_type          | 0                                                                                                                                  |
      | privilege_type          | 2                                                                                                                                  |
      | privilege               | [{"type": "staff", "id": "1"}, {"type": "department", "id": "1"}, {"type": "team", "id": "1"}, {"type": "contact_tag", "id": "1"}] |
      | privilege               | []                                                                                                                                 |
      | duration                | 0                                                                                                                                  |
      | participant_count_limit | 1                                                                                                                                  |
      | participant_count_limit | null                                                                                                                               |
      | enable_random_extract   | false                                                                                                                              |
      | attend_method           | "location"                                                                                                                         |
      | attend_start_at         | null                                                                                                                               |
      | owner                   | "system-bot"                                                                                                                       |
      | team                    | ""                                                                                                                                 |
      | category                | ""                                                                                                                                 |
      | roadmap                 | 3883                                                                                                                               |
      | ended_at                | "2001-01-01 00:00:00"                                                                                                              |

  Scenario: An event that is no lottery needs no time to close
    Given the events row fb245e2c779411ed99a3d248086140f2 changes to:
      | enable_random_extract | false |
    When a stranger calls admin.patchRow with:
      | api       | lexiang                          |
      | table     | events                           |
      | key       | fb245e2c779411ed99a3d248086140f2 |
      | closed_at | null                             |
    Then it succeeds

  Scenario: A lottery keeps its time to close
    When a stranger calls admin.patchRow with:
      | api       | lexiang                          |
      | table     | events                           |
      | key       | fb245e2c779411ed99a3d248086140f2 |
      | closed_at | null                             |
    Then the status is 422
    And problems.#.field is ["closed_at"]

  Scenario Outline: Other rows at the edge of what can be are taken: <table>
    When a stranger calls admin.putRow with:
      | api   | lexiang |
      | table | <table> |
      | key   | <key>   |
      | <a>   | <1>     |
      | <b>   | <2>     |
      | <c>   | <3>     |
    Then it succeeds

    Examples:
      | table    | key                                       | a       | 1                                  | b           | 2              | c          | 3                       |
      | settings | settings                                  | tenant  | "http://127.0.0.1:8080"            | token_limit | true           | tenant     | "http://127.0.0.1:8080" |
      | apps     | another                                   | app_key | "another"                          | app_key     | "another"      | app_secret | "s"                     |
      | tokens   | another-token                             | token   | "another-token"                    | holder      | "contractmock" | holder     | "contractmock"          |
      | staffs   | 张三                                        | id      | "张三"                               | name        | ""             | name       | ""                      |
      | teams    | another                                   | id      | "another"                          | name        | ""             | code       | "k1"                    |
      | signups  | 7e2a9b4c6f2e11ef9c3b5254005b9a03:zhangsan | event   | "7e2a9b4c6f2e11ef9c3b5254005b9a03" | staff       | "zhangsan"     | joined_at  | "+0s"                   |

  Scenario Outline: An app's token requests have times, the latest last: <why>
    When this request is sent:
      """
      PUT /__admin/state/lexiang/token-requests/contractmock
      Content-Type: application/json

      {"key": "contractmock", "times": <times>}
      """
    Then the status is 422
    And problems.#.field is ["times"]
    And problems.0.message contains "at least one time, the latest last"

    Examples:
      | why         | times                                          |
      | no time     | []                                             |
      | in no order | ["2024-06-10 12:00:01", "2024-06-10 12:00:00"] |

  Scenario: Token requests may be of the same moment
    When this request is sent:
      """
      PUT /__admin/state/lexiang/token-requests/contractmock
      Content-Type: application/json

      {"key": "contractmock", "times": ["2024-06-10 12:00:00", "2024-06-10 12:00:00"]}
      """
    Then it succeeds
    And times has 2 items

  Scenario: A sign-up to an event that is full is refused
    When a stranger calls admin.putRow with:
      | api       | lexiang                               |
      | table     | signups                               |
      | key       | f2ae74bc0e7011eeb6b7de5381fd83xx:lisi |
      | event     | "f2ae74bc0e7011eeb6b7de5381fd83xx"    |
      | staff     | "lisi"                                |
      | joined_at | "+0s"                                 |
    Then the status is 422
    And every problems.#.field is event
    And problems.0.message is "f2ae74bc0e7011eeb6b7de5381fd83xx takes 1 participants, and there are 2"

  Scenario: A limit below the number of participants is refused
    Given the events row 3c5c1f60fed711e9b1a95254005b9a01 changes to:
      | participant_count_limit | 2 |
    When a stranger calls admin.patchRow with:
      | api                     | lexiang                          |
      | table                   | events                           |
      | key                     | 3c5c1f60fed711e9b1a95254005b9a01 |
      | participant_count_limit | 1                                |
    Then the status is 422
    And every problems.#.field is event
    And problems.0.message contains "takes 1 participants, and there are 2"

  Scenario: A lottery with too many participants stays one
    When a stranger calls admin.patchRow with:
      | api                   | lexiang                          |
      | table                 | events                           |
      | key                   | 7e2a9b4c6f2e11ef9c3b5254005b9a03 |
      | enable_random_extract | false                            |
    Then the status is 422
    And every problems.#.field is event
    And problems.0.message contains "takes 2 participants, and there are 3"

  Scenario Outline: What others refer to cannot go: <table>, <field>
    When a stranger calls admin.deleteRow with:
      | api   | lexiang |
      | table | <table> |
      | key   | <key>   |
    Then the status is 422
    And problems.#(field=="<field>").message contains "<says>"
    When a stranger calls admin.getRow with:
      | api   | lexiang |
      | table | <table> |
      | key   | <key>   |
    Then it succeeds

    Examples:
      | table      | key                              | field    | says            |
      | apps       | contractmock                     | holder   | no app          |
      | staffs     | wangwu                           | owner    | no staff member |
      | staffs     | zhangssan                        | staff    | no staff member |
      | teams      | 578f91d079c611ed8ee0f2ba6c6847f5 | team     | no team         |
      | categories | f989f0c4045411eaae5f0a58ac1303xx | category | no category     |
      | roadmaps   | 3883                             | roadmap  | no roadmap 3883 |
      | events     | f2ae74bc0e7011eeb6b7de5381fd83xx | event    | no event        |

  Scenario Outline: What nobody refers to can go: <table>
    When a stranger calls admin.deleteRow with:
      | api   | lexiang |
      | table | <table> |
      | key   | <key>   |
    Then the status is 204

    Examples:
      | table   | key                                       |
      | staffs  | fwkt_zhangsan                             |
      | teams   | cd73ede2026b11e8a3165254002b6735          |
      | events  | fb245e2c779411ed99a3d248086140f2          |
      | signups | f2ae74bc0e7011eeb6b7de5381fd83xx:zhangsan |
      | tokens  | lexiang-token                             |

  Scenario: Who can call, with what they call with
    When a stranger calls admin.listPersonas
    Then #(api=="lexiang")#.name equals:
      """
      ["fwkt_zhangsan", "lisi", "wangwu", "zhangsan", "zhangssan"]
      """
    And #(name=="lisi").api is lexiang
    And #(name=="lisi").id is lisi
    And #(name=="lisi").role is staff
    And #(name=="lisi").credentials equals:
      """
      {"token": "lexiang-token", "StaffID": "lisi"}
      """
    And #(name=="lisi").curl contains "-H 'Authorization: Bearer lexiang-token'"
    And #(name=="lisi").curl contains "/cgi-bin/v1/events?per_page=3"

  Scenario: A new staff member can call
    Given the staffs row zhaoliu is added, like lisi but for:
      | name | 赵六 |
    When a stranger calls admin.listPersonas
    Then #(name=="zhaoliu").credentials.StaffID is zhaoliu
    When "zhaoliu" calls createEvent with:
      | data.attributes.title      | 圈                   |
      | data.attributes.location   | 北京                  |
      | data.attributes.started_at | 2024-07-01 12:00:00 |
      | data.attributes.ended_at   | 2024-07-02 12:00:00 |
    Then it succeeds

  Scenario: Whose token has expired has nothing to call with until they log in again
    Given 7199s pass
    When a stranger calls admin.listPersonas
    Then #(name=="lisi").credentials.token is lexiang-token
    Given 1s pass
    When a stranger calls admin.listPersonas
    Then #(name=="lisi").credentials equals:
      """
      {}
      """
    And #(name=="lisi").curl is ""
    When "lisi" logs in again
    And "lisi" calls listEvents
    Then it succeeds
    When a stranger calls admin.listPersonas
    Then #(name=="lisi").credentials has exactly these members:
      | token | StaffID |
    And #(name=="lisi").credentials.StaffID is lisi
    And #(name=="wangwu").credentials.StaffID is wangwu
    And #(name=="lisi").credentials.token is not lexiang-token

  Scenario: A log-in does not end the one before
    When "lisi" logs in again
    And "lisi" goes back to the token before
    And "lisi" calls listEvents
    Then it succeeds

  Scenario: Nobody can log in where there is no app
    Given the tokens row lexiang-token is deleted
    And the apps row contractmock is deleted
    When a stranger calls admin.listPersonas
    Then #(name=="lisi").credentials equals:
      """
      {}
      """
    When a stranger calls admin.logIn with:
      | persona | lisi |
    Then the status is 400
    And the diagnosis names log-in
    And error contains "no app"

  Scenario: A sign-up is answered as the row that it makes
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | lisi                             |
    Then the status is 200
    And @this equals:
      """
      {"event": "9fcea8de0e7011ee85973a9f1b55fdxx", "staff": "lisi", "joined_at": "2024-06-10 12:00:00", "attended_at": null}
      """
    When a stranger calls admin.getRow with:
      | api   | lexiang                               |
      | table | signups                               |
      | key   | 9fcea8de0e7011ee85973a9f1b55fdxx:lisi |
    Then the answer is the same as before

  Scenario: Who signs up twice keeps their time
    Given a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | lisi                             |
    And 1h pass
    When a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | lisi                             |
    Then it succeeds
    And the answer is the same as before

  Scenario: They do so on an event that is full too, and stay signed in
    When a stranger calls admin.signUp with:
      | event_id | f2ae74bc0e7011eeb6b7de5381fd83xx |
      | staff_id | zhangsan                         |
    Then it succeeds
    And joined_at is "2023-06-19 15:20:00"
    When a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | zhangsan                         |
    Then it succeeds
    And attended_at is "2023-06-19 15:30:00"

  Scenario: A sign-in is answered as the row that it changes
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When a stranger calls admin.signIn with:
      | event_id | 3c5c1f60fed711e9b1a95254005b9a01 |
      | staff_id | lisi                             |
    Then the status is 200
    And @this equals:
      """
      {"event": "3c5c1f60fed711e9b1a95254005b9a01", "staff": "lisi", "joined_at": "2019-11-04 16:46:52", "attended_at": "2024-06-10 12:00:00"}
      """

  Scenario: Who signs in twice keeps their time
    When a stranger calls admin.signIn with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | zhangsan                         |
    Then it succeeds
    And attended_at is "2023-06-19 15:30:00"

  Scenario: A withdrawal takes the row away
    When a stranger calls admin.withdraw with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | zhangsan                         |
    Then the status is 204
    And the body is empty
    When a stranger calls admin.getRow with:
      | api   | lexiang                                   |
      | table | signups                                   |
      | key   | 9fcea8de0e7011ee85973a9f1b55fdxx:zhangsan |
    Then the status is 404

  Scenario Outline: <operation> is refused: <why>
    When a stranger calls admin.<operation> with:
      | event_id | <event> |
      | staff_id | <staff> |
    Then the status is <status>
    And the diagnosis names <finding>
    And error contains "<says>"

    Examples:
      | operation | why                     | event                            | staff      | status | finding          | says                                  |
      | signUp    | there is no such event  | 00000000000000000000000000000000 | lisi       | 404    | event-not-found  | no such event                         |
      | signUp    | there is no such person | 9fcea8de0e7011ee85973a9f1b55fdxx | nobody     | 404    | staff-not-found  | no such staff member                  |
      | signUp    | there is neither        | 00000000000000000000000000000000 | nobody     | 404    | event-not-found  | no such event                         |
      | signUp    | the one without a row   | 9fcea8de0e7011ee85973a9f1b55fdxx | system-bot | 404    | staff-not-found  | no such staff member                  |
      | signUp    | the event is full       | f2ae74bc0e7011eeb6b7de5381fd83xx | lisi       | 409    | event-full       | takes 1 participants, and there are 1 |
      | signIn    | they have not signed up | 9fcea8de0e7011ee85973a9f1b55fdxx | lisi       | 404    | signup-not-found | has not signed up                     |
      | signIn    | there is no such event  | 00000000000000000000000000000000 | lisi       | 404    | signup-not-found | has not signed up                     |
      | withdraw  | they have not signed up | 9fcea8de0e7011ee85973a9f1b55fdxx | lisi       | 404    | signup-not-found | has not signed up                     |
      | withdraw  | there is no such person | 9fcea8de0e7011ee85973a9f1b55fdxx | nobody     | 404    | signup-not-found | has not signed up                     |

  Scenario: Sign-ups need no token, and stay in their session
    Given a stranger calls admin.signUp with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | lisi                             |
    When the calls go to session "second"
    And "lisi" calls listParticipants with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data has 1 items
    When the calls go to the first session
    And "lisi" calls listParticipants with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data has 2 items

  Scenario: A reset takes sign-ups back to the fixtures
    Given a stranger calls admin.withdraw with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
      | staff_id | zhangsan                         |
    And the session is reset
    When "lisi" calls listParticipants with:
      | event_id | 9fcea8de0e7011ee85973a9f1b55fdxx |
    Then data.#.id equals:
      """
      ["zhangsan"]
      """
