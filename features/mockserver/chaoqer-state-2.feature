@admin @chaoqer
Feature: What the rows of clubs, rooms, events and the rest must be
  Whoever writes a row, by fixtures or by the control plane, is held to the same audit as the gateway's own operations.

  Scenario Outline: A row that cannot be is refused: <table>, <why>
    When a stranger calls admin.putRow with:
      | api   | chaoqer |
      | table | <table> |
      | key   | <key>   |
      | <a>   | <1>     |
      | <b>   | <2>     |
      | <c>   | <3>     |
    Then the status is 422
    And problems.#.field is ["<field>"]
    And problems.0.message contains "<says>"

    Examples:
      | table        | why                      | key                                                               | a           | 1                                  | b      | 2                                  | c             | 3                                    | field         | says                                                                |
      | clubs        | made by somebody else    | b4688e4583244aad8363d390073c86ff                                  | clubId      | "b4688e4583244aad8363d390073c86ff" | uid    | "800fd752a5284eeb82396fe7478175eb" | name          | "x"                                  | uid           | whoever made a club is a member of it                               |
      | clubs        | without members          | abc00000000000000000000000000000                                  | clubId      | "abc00000000000000000000000000000" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | name          | "x"                                  | uid           | whoever made a club is a member of it                               |
      | clubs        | without name             | b4688e4583244aad8363d390073c86ff                                  | clubId      | "b4688e4583244aad8363d390073c86ff" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | name          | ""                                   | name          | a club needs a name                                                 |
      | clubs        | with a blank name        | b4688e4583244aad8363d390073c86ff                                  | clubId      | "b4688e4583244aad8363d390073c86ff" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | name          | " \t"                                | name          | a club needs a name                                                 |
      | members      | without profile          | b4688e4583244aad8363d390073c86ff:861da0739b7542e69b81fe4baebfd816 | clubId      | "b4688e4583244aad8363d390073c86ff" | uid    | "861da0739b7542e69b81fe4baebfd816" | time          | "+0s"                                | uid           | no profile of                                                       |
      | members      | who are nobody           | b4688e4583244aad8363d390073c86ff:nobody                           | clubId      | "b4688e4583244aad8363d390073c86ff" | uid    | "nobody"                           | time          | "+0s"                                | uid           | no profile of                                                       |
      | members      | of no club               | nowhere:6ce4443c8fcd4a2b8b407bda86ab4408                          | clubId      | "nowhere"                          | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | time          | "+0s"                                | clubId        | there is no club                                                    |
      | rooms        | of nobody                | abc00000000000000000000000000000                                  | roomId      | "abc00000000000000000000000000000" | uid    | "861da0739b7542e69b81fe4baebfd816" | name          | "x"                                  | uid           | no profile of                                                       |
      | visitors     | without profile          | cda55a0bfb834f5ab18eb0867f01017a:861da0739b7542e69b81fe4baebfd816 | roomId      | "cda55a0bfb834f5ab18eb0867f01017a" | uid    | "861da0739b7542e69b81fe4baebfd816" | time          | "+0s"                                | uid           | no profile of                                                       |
      | visitors     | of no room               | nowhere:6ce4443c8fcd4a2b8b407bda86ab4408                          | roomId      | "nowhere"                          | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | time          | "+0s"                                | roomId        | there is no room                                                    |
      | room-caches  | from nobody              | abc00000000000000000000000000000                                  | roomCacheId | "abc00000000000000000000000000000" | roomId | "cda55a0bfb834f5ab18eb0867f01017a" | fromUid       | "861da0739b7542e69b81fe4baebfd816"   | fromUid       | no profile of                                                       |
      | room-caches  | of no room               | abc00000000000000000000000000000                                  | roomCacheId | "abc00000000000000000000000000000" | roomId | "nowhere"                          | fromUid       | "6ce4443c8fcd4a2b8b407bda86ab4408"   | roomId        | there is no room                                                    |
      | events       | of nobody                | abc00000000000000000000000000000                                  | eventId     | "abc00000000000000000000000000000" | uid    | "861da0739b7542e69b81fe4baebfd816" | memberUidList | ["861da0739b7542e69b81fe4baebfd816"] | uid           | no profile of                                                       |
      | events       | whose maker is no member | abc00000000000000000000000000000                                  | eventId     | "abc00000000000000000000000000000" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | memberUidList | ["250228d2eb8e4db8b4fc6b8e3e2a902d"] | memberUidList | is a member of it                                                   |
      | events       | without members          | abc00000000000000000000000000000                                  | eventId     | "abc00000000000000000000000000000" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | memberUidList | []                                   | memberUidList | is a member of it                                                   |
      | reservations | by nobody                | 6bdcf14e7fd742bcb9198d60e5452d8c:861da0739b7542e69b81fe4baebfd816 | eventId     | "6bdcf14e7fd742bcb9198d60e5452d8c" | uid    | "861da0739b7542e69b81fe4baebfd816" | uid           | "861da0739b7542e69b81fe4baebfd816"   | uid           | no profile of                                                       |
      | reservations | of no event              | nowhere:6ce4443c8fcd4a2b8b407bda86ab4408                          | eventId     | "nowhere"                          | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | uid           | "6ce4443c8fcd4a2b8b407bda86ab4408"   | eventId       | there is no event                                                   |
      | links        | of another link          | 1c1af020dd10cfc503046d62e6f87332                                  | linkMD5     | "1c1af020dd10cfc503046d62e6f87332" | url    | "https://example.com/"             | title         | "x"                                  | linkMD5       | the MD5 of https://example.com/ is 182ccedb33a9e03fbf1079b209da1a31 |
      | weixin-codes | of one without profile   | c                                                                 | token       | "c"                                | holder | "861da0739b7542e69b81fe4baebfd816" | holder        | "861da0739b7542e69b81fe4baebfd816"   | holder        | no profile of                                                       |
      | weixin-codes | of nobody                | c                                                                 | token       | "c"                                | holder | "nobody"                           | holder        | "nobody"                             | holder        | no profile of                                                       |

  Scenario: A club of somebody without profile breaks two rules
    When a stranger calls admin.patchRow with:
      | api   | chaoqer                            |
      | table | clubs                              |
      | key   | b4688e4583244aad8363d390073c86ff   |
      | uid   | "861da0739b7542e69b81fe4baebfd816" |
    Then the status is 422
    And problems.#.field is ["uid","uid"]

  Scenario: A private room is in no club
    When a stranger calls admin.patchRow with:
      | api        | chaoqer                          |
      | table      | rooms                            |
      | key        | cda55a0bfb834f5ab18eb0867f01017a |
      | inviteOnly | true                             |
    Then the status is 422
    And problems.#.field is ["clubId"]
    And problems.0.message contains "a room for those who are invited is in no club"

  Scenario Outline: A row that others need stays: <table>
    When a stranger calls admin.deleteRow with:
      | api   | chaoqer |
      | table | <table> |
      | key   | <key>   |
    Then the status is 422
    And every problems.#.field is <field>
    And every problems.#.table is <of>
    When a stranger calls admin.getRow with:
      | api   | chaoqer |
      | table | <table> |
      | key   | <key>   |
    Then it succeeds

    Examples:
      | table   | key                                                               | of                   | field   |
      | members | b4688e4583244aad8363d390073c86ff:6ce4443c8fcd4a2b8b407bda86ab4408 | chaoqer.clubs        | uid     |
      | clubs   | b4688e4583244aad8363d390073c86ff                                  | chaoqer.members      | clubId  |
      | rooms   | cda55a0bfb834f5ab18eb0867f01017a                                  | chaoqer.visitors     | roomId  |
      | rooms   | c45e03f148de498f92d63cfc31690abb                                  | chaoqer.room-caches  | roomId  |
      | rooms   | 7b641bee240e4d84ad1a7f44b9811406                                  | chaoqer.events       | roomId  |
      | events  | 99f43e8566b4413288fb02e0f4a9acc3                                  | chaoqer.reservations | eventId |

  Scenario: An event's room must be one
    When a stranger calls admin.patchRow with:
      | api    | chaoqer                          |
      | table  | events                           |
      | key    | 6bdcf14e7fd742bcb9198d60e5452d8c |
      | roomId | "nowhere"                        |
    Then the status is 422
    And problems.#.field is ["roomId"]
    And problems.0.message contains "there is no room"

  Scenario Outline: There are versions for two kinds of clients: <type> is none
    When a stranger calls admin.putRow with:
      | api         | chaoqer  |
      | table       | versions |
      | key         | <type>:5 |
      | clientType  | <type>   |
      | versionCode | 5        |
    Then the status is 422
    And problems.#.field is ["clientType"]
    And problems.0.message contains "1 for iOS, 2 for Android; not <type>"

    Examples:
      | type |
      | 0    |
      | 3    |
      | -1   |

  Scenario Outline: A row at the edge of what can be is taken: <table>, <why>
    When a stranger calls admin.putRow with:
      | api   | chaoqer |
      | table | <table> |
      | key   | <key>   |
      | <a>   | <1>     |
      | <b>   | <2>     |
      | <c>   | <3>     |
    Then it succeeds

    Examples:
      | table        | why                         | key                                                               | a           | 1                                  | b      | 2                                  | c             | 3                                              |
      | clubs        | a name of one letter        | b4688e4583244aad8363d390073c86ff                                  | clubId      | "b4688e4583244aad8363d390073c86ff" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | name          | "x"                                            |
      | clubs        | another member's            | ea01330db4ad49288dce2b8bcb00240b                                  | clubId      | "ea01330db4ad49288dce2b8bcb00240b" | uid    | "250228d2eb8e4db8b4fc6b8e3e2a902d" | name          | "x"                                            |
      | members      | of another club             | b4688e4583244aad8363d390073c86ff:800fd752a5284eeb82396fe7478175eb | clubId      | "b4688e4583244aad8363d390073c86ff" | uid    | "800fd752a5284eeb82396fe7478175eb" | time          | "+0s"                                          |
      | rooms        | of a club that has ended    | abc00000000000000000000000000000                                  | roomId      | "abc00000000000000000000000000000" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | clubId        | "gone"                                         |
      | rooms        | without name                | abc00000000000000000000000000000                                  | roomId      | "abc00000000000000000000000000000" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | name          | ""                                             |
      | rooms        | private                     | abc00000000000000000000000000000                                  | roomId      | "abc00000000000000000000000000000" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | inviteOnly    | true                                           |
      | visitors     | of a closed room            | c45e03f148de498f92d63cfc31690abb:250228d2eb8e4db8b4fc6b8e3e2a902d | roomId      | "c45e03f148de498f92d63cfc31690abb" | uid    | "250228d2eb8e4db8b4fc6b8e3e2a902d" | time          | "+0s"                                          |
      | room-caches  | of a closed room            | abc00000000000000000000000000000                                  | roomCacheId | "abc00000000000000000000000000000" | roomId | "c45e03f148de498f92d63cfc31690abb" | fromUid       | "250228d2eb8e4db8b4fc6b8e3e2a902d"             |
      | events       | with members who are nobody | abc00000000000000000000000000000                                  | eventId     | "abc00000000000000000000000000000" | uid    | "6ce4443c8fcd4a2b8b407bda86ab4408" | memberUidList | ["nobody", "6ce4443c8fcd4a2b8b407bda86ab4408"] |
      | reservations | of a past event             | 8cb9cbc876db40b89c5635dd8ff8d0d0:250228d2eb8e4db8b4fc6b8e3e2a902d | eventId     | "8cb9cbc876db40b89c5635dd8ff8d0d0" | uid    | "250228d2eb8e4db8b4fc6b8e3e2a902d" | uid           | "250228d2eb8e4db8b4fc6b8e3e2a902d"             |
      | links        | without scheme              | a9b9f04336ce0181a08e774e01113b31                                  | linkMD5     | "a9b9f04336ce0181a08e774e01113b31" | url    | "example.com"                      | title         | "x"                                            |
      | links        | with http                   | a9b9f04336ce0181a08e774e01113b31                                  | linkMD5     | "a9b9f04336ce0181a08e774e01113b31" | url    | "http://example.com"               | title         | ""                                             |
      | weixin-codes | a second one                | c                                                                 | token       | "c"                                | holder | "6ce4443c8fcd4a2b8b407bda86ab4408" | holder        | "6ce4443c8fcd4a2b8b407bda86ab4408"             |

  Scenario: An event may have a room that is closed
    When a stranger calls admin.patchRow with:
      | api    | chaoqer                            |
      | table  | events                             |
      | key    | 6bdcf14e7fd742bcb9198d60e5452d8c   |
      | roomId | "c45e03f148de498f92d63cfc31690abb" |
    Then it succeeds

  Scenario Outline: A new version is one that clients are told of: <type>
    When a stranger calls admin.putRow with:
      | api         | chaoqer  |
      | table       | versions |
      | key         | <key>    |
      | clientType  | <type>   |
      | versionCode | <code>   |
      | versionName | "9.9"    |
    Then it succeeds
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | <type> |
      | Version-Code | 1      |
    Then result.versionName is "9.9"

    Examples:
      | type | code | key  |
      | 1    | 99   | 1:99 |
      | 2    | 99   | 2:99 |

  Scenario: A code of the WeChat login
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When a stranger calls admin.issueWeixinCode with:
      | uid | {Tony's uid} |
    Then it succeeds
    And @this has exactly these members:
      | code | uid | expires |
    And uid is {Tony's uid}
    And expires contains "2024-07-10 12:00:00"
    And code is remembered as "code"
    When a stranger calls admin.getRow with:
      | api   | chaoqer      |
      | table | weixin-codes |
      | key   | {code}       |
    Then holder is {Tony's uid}

  Scenario Outline: Nobody else gets one: <uid>
    When a stranger calls admin.issueWeixinCode with:
      | uid | <uid> |
    Then the status is 404
    And the diagnosis names user-unknown

    Examples:
      | uid                              |
      | 00000000000000000000000000000000 |
      | 861da0739b7542e69b81fe4baebfd816 |
      | f705e00000000000000000000000f705 |
      | toby                             |

  Scenario: It must be said who
    When a stranger calls admin.issueWeixinCode
    Then the status is 400

  Scenario: Codes go with the reset
    When a stranger calls admin.issueWeixinCode with:
      | uid | {Tony's uid} |
    Then code is remembered as "code"
    Given the session is reset
    When a stranger calls admin.getRow with:
      | api   | chaoqer      |
      | table | weixin-codes |
      | key   | {code}       |
    Then the status is 404
    When a stranger calls admin.getRow with:
      | api   | chaoqer          |
      | table | weixin-codes     |
      | key   | toby-weixin-code |
    Then holder is {Toby's uid}
