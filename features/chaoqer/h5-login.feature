@chaoqer
Feature: The WeChat login of the H5 pages
  The cookie chaoqer_wx_code holds a code. A page that fetches data without it is refused; a browser that opens a page is sent
  to the authorization page, and from there back with the cookie.

  Scenario Outline: A call without the login is refused: <operation>, <cookie>
    Given the header "Cookie" is sent as "<cookie>"
    When a stranger calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
    Then the status is 401
    And the body is empty

    @C75.1
    Examples: no cookie
      | operation         | cookie                            |
      | getH5WeixinConfig |                                   |
      | getH5Room         | theme=dark                        |
      | getH5Club         | chaoqer_wx_code=                  |
      | getH5Profile      | wx_code=toby-weixin-code          |
      | getH5Event        | chaoqer_wx_codes=toby-weixin-code |

    @C75.1
    Examples: a code that nobody was given
      | operation         | cookie                                           |
      | getH5WeixinConfig | chaoqer_wx_code=nobody                           |
      | getH5Room         | chaoqer_wx_code=toby-weixin-cod                  |
      | getH5Club         | chaoqer_wx_code=toby-weixin-code1                |
      | getH5Profile      | chaoqer_wx_code=TOBY-WEIXIN-CODE                 |
      | getH5Event        | chaoqer_wx_code=70b70000000000000000000000000001 |

  @C75.1
  Scenario Outline: Nor does a signature or an Authorization help: <operation>
    Given the header "Cookie" is not sent
    When "Toby" calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
    Then the status is 401
    And the diagnosis names weixin-missing

    Examples:
      | operation         |
      | getH5WeixinConfig |
      | getH5Room         |
      | getH5Club         |
      | getH5Profile      |
      | getH5Event        |

  @C75.1
  Scenario Outline: The login comes before the signature: <cookie>
    Given calls are <signed>
    And the header "Cookie" is sent as "<cookie>"
    When a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then the status is <status>
    And the body is empty
    And the diagnosis names <id>

    Examples:
      | signed                     | cookie                           | status | id             |
      | not signed                 |                                  | 401    | weixin-missing |
      | not signed                 | chaoqer_wx_code=nobody           | 401    | weixin-unknown |
      | not signed                 | chaoqer_wx_code=toby-weixin-code | 400    | sign-missing   |
      | signed with the secret "x" |                                  | 401    | weixin-missing |
      | signed with the secret "x" | chaoqer_wx_code=nobody           | 401    | weixin-unknown |
      | signed with the secret "x" | chaoqer_wx_code=toby-weixin-code | 401    | sign-mismatch  |

  @C75.1
  Scenario Outline: A code holds for 30 days: <time>
    Given the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When <time> pass
    And a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then the status is <status>

    Examples:
      | time       | status |
      | 719h59m59s | 200    |
      | 720h       | 401    |
      | 721h       | 401    |
      | 8760h      | 401    |

  @C75.1
  Scenario: Its use does not make it hold longer
    Given the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When 700h pass
    And a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then it succeeds
    When 20h pass
    And a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then the status is 401

  @C75.2
  Scenario Outline: Everybody has a code in the fixtures: <code>
    Given the header "Cookie" is sent as "chaoqer_wx_code=<code>"
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then result.nickname is Tony

    Examples:
      | code                |
      | toby-weixin-code    |
      | tony-weixin-code    |
      | mingkai-weixin-code |
      | fengye-weixin-code  |

  @C75.2
  Scenario: It may stand among other cookies
    Given the header "Cookie" is sent as "theme=dark; chaoqer_wx_code=toby-weixin-code; a=b"
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then it succeeds

  @C75.2
  Scenario Outline: The control plane issues more: <persona>
    When a stranger calls admin.issueWeixinCode with:
      | uid | {<persona>'s uid} |
    Then code is remembered as "one"
    When a stranger calls admin.issueWeixinCode with:
      | uid | {<persona>'s uid} |
    Then code is not {one}
    And code is remembered as "other"
    Given the header "Cookie" is sent as "chaoqer_wx_code={one}"
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then it succeeds
    Given the header "Cookie" is sent as "chaoqer_wx_code={other}"
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then it succeeds
    Given 720h pass
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then the status is 401

    Examples:
      | persona |
      | Toby    |
      | 枫叶    |

  @C75.3
  Scenario Outline: Who has no Authorization signs with the default secret, and is nobody: <code>
    Given the header "Cookie" is sent as "chaoqer_wx_code=<code>"
    And calls are signed with <secret>
    When a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then the status is <status>

    Examples:
      | code             | secret               | status |
      | toby-weixin-code | the default secret   | 200    |
      | toby-weixin-code | the secret of "Toby" | 401    |
      | tony-weixin-code | the default secret   | 200    |
      | tony-weixin-code | the secret of "Tony" | 401    |

  @C75.3
  Scenario Outline: Who has one signs with their own: <secret>
    Given the header "Cookie" is sent as "chaoqer_wx_code=tony-weixin-code"
    And calls are signed with <secret>
    When "Toby" calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then the status is <status>

    Examples:
      | secret               | status |
      | the secret of "Toby" | 200    |
      | the secret of "Tony" | 401    |
      | the default secret   | 401    |

  @C75.3
  Scenario Outline: The viewer is who has the Authorization, whosever the code is: <viewer>, <code>
    Given the header "Cookie" is sent as "chaoqer_wx_code=<code>"
    When "<viewer>" calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is <joined>

    Examples:
      | viewer | code             | joined |
      | Toby   | toby-weixin-code | 1      |
      | Toby   | tony-weixin-code | 1      |
      | Tony   | toby-weixin-code | 0      |
      | 枫叶   | tony-weixin-code | 1      |

  @C75.3
  Scenario Outline: The holder of the code is nobody without one: <code>
    Given the header "Cookie" is sent as "chaoqer_wx_code=<code>"
    When a stranger calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is 0

    Examples:
      | code               |
      | toby-weixin-code   |
      | fengye-weixin-code |

  @C75.3
  Scenario Outline: A bad Authorization is refused: <authorization>
    Given the header "Authorization" is sent as "<authorization>"
    And the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When a stranger calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
    Then the status is 401
    And the body is empty
    And the diagnosis names <id>

    Examples:
      | operation         | authorization                                                                                  | id                      |
      | getH5WeixinConfig | Bearer x                                                                                       | authorization-malformed |
      | getH5Room         | Basic %%%                                                                                      | authorization-malformed |
      | getH5Club         | Basic MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE= | user-unknown            |
      | getH5Profile      | Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA= | token-unknown           |
      | getH5Event        | Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzAyNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI= | token-unknown           |

  @C75.3
  Scenario: A log-in that was replaced is a bad one
    Given "Toby" logs in again
    And "Toby" goes back to the token before
    When "Toby" calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then the status is 401
    And the diagnosis names token-superseded

  @C75.4
  Scenario Outline: Only who opens a page is sent to the authorization page: <header>, <and>
    When this request is sent:
      """
      POST /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      <header>
      <and>
      """
    Then the status is <status>
    And the body is empty

    Examples: who opens a page
      | header                                                  | and                              | status |
      | Sec-Fetch-Mode: navigate                                | X-A: b                           | 302    |
      | Sec-Fetch-Mode: navigate                                | Accept: application/json         | 302    |
      | Sec-Fetch-Mode: navigate                                | X-Requested-With: XMLHttpRequest | 302    |
      | Accept: text/html                                       | X-A: b                           | 302    |
      | Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8 | X-A: b                           | 302    |
      | Accept: text/html                                       | X-Requested-With: com.tencent.mm | 302    |
      | Accept: text/html                                       | Cookie: chaoqer_wx_code=nobody   | 302    |

    Examples: who fetches data
      | header                   | and                              | status |
      | X-A: b                   | X-B: c                           | 401    |
      | Accept: */*              | X-B: c                           | 401    |
      | Accept: application/json | X-B: c                           | 401    |
      | Accept: text/html        | X-Requested-With: XMLHttpRequest | 401    |
      | Accept: text/html        | Sec-Fetch-Mode: cors             | 401    |
      | Accept: text/html        | Sec-Fetch-Mode: same-origin      | 401    |
      | Accept: text/html        | Sec-Fetch-Mode: no-cors          | 401    |

  @C75.4
  Scenario: A code that has expired sends there as well
    Given 720h pass
    When this request is sent:
      """
      POST /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      Accept: text/html
      Cookie: chaoqer_wx_code=toby-weixin-code
      """
    Then the status is 302
    And the answer's header "Location" contains "/__weixin/{session}/authorize?"

  @C75.4
  Scenario: With the login a navigation is a call as any other
    When this request is sent:
      """
      POST /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      Accept: text/html
      Cookie: chaoqer_wx_code=toby-weixin-code
      """
    Then the status is 400
    And the diagnosis names sign-missing

  @C75.4
  Scenario: Other operations know no such page
    When this request is sent:
      """
      GET /user/card
      Accept: text/html
      """
    Then the status is 401

  @C75.5
  Scenario Outline: A page is opened by GET: <path>
    When this request is sent:
      """
      GET <path>
      <header>
      """
    Then the status is <status>
    And the body is empty

    Examples:
      | path                                         | header                   | status |
      | /h5/weixin/config                            | Accept: text/html        | 302    |
      | /h5/room/f6fa3eef2e7344abad2035e13b19b79d    | Accept: text/html        | 302    |
      | /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971    | Sec-Fetch-Mode: navigate | 302    |
      | /h5/profile/250228d2eb8e4db8b4fc6b8e3e2a902d | Accept: text/html        | 302    |
      | /h5/event/99f43e8566b4413288fb02e0f4a9acc3   | Accept: text/html        | 302    |
      | /h5/weixin/config                            | Accept: */*              | 405    |
      | /h5/room/f6fa3eef2e7344abad2035e13b19b79d    | Accept: */*              | 405    |
      | /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971    | Sec-Fetch-Mode: cors     | 405    |
      | /h5/profile/250228d2eb8e4db8b4fc6b8e3e2a902d | Accept: application/json | 405    |
      | /h5/event/99f43e8566b4413288fb02e0f4a9acc3   | X-A: b                   | 405    |

  @C75.5
  Scenario: Another method is none
    When this request is sent:
      """
      PUT /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      Accept: text/html
      """
    Then the status is 405

  @C75.6
  Scenario: The page offers everybody who can be seen
    When this request is sent:
      """
      GET /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      Accept: text/html
      """
    Then the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows has 1 items
    And rows.0.state is remembered as "state"
    When this request is sent:
      """
      GET {page}
      Accept: text/html
      """
    Then the status is 200
    And the answer's header "Content-Type" is "text/html; charset=UTF-8"
    And the body is exactly:
      """
      <!DOCTYPE html>
      <html lang="zh-CN">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>微信登录 · contractmock</title>
      <h1>微信登录</h1>
      <p>以谁的身份继续? / Continue as whom?</p>
      <form method="post" action="/__weixin/{session}/authorize">
      <input type="hidden" name="state" value="{state}">
      <p><button name="uid" value="{Tony's uid}">Tony</button></p>
      <p><button name="uid" value="{Toby's uid}">Toby</button></p>
      <p><button name="uid" value="{枫叶's uid}">枫叶</button></p>
      <p><button name="uid" value="{铭恺's uid}">铭恺</button></p>
      </form>

      """

  @C75.6
  Scenario Outline: Whoever is chosen goes back with the cookie: <persona>
    When this request is sent:
      """
      GET /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      Accept: text/html
      Referer: https://h5.example/club/1
      """
    Then the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.state is remembered as "state"
    When this request is sent:
      """
      POST {page}
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid={<persona>'s uid}
      """
    Then the status is 303
    And the body is empty
    And the answer's header "Location" contains "https://h5.example/club/1?code="
    And the answer's header "Location" contains "&state={state}"
    And the answer's header "Set-Cookie" contains "chaoqer_wx_code="
    And the answer's header "Set-Cookie" contains "; Path=/; Max-Age=2592000"
    And the answer's header "Set-Cookie" is remembered as "cookie"
    Given the header "Cookie" is sent as "{cookie}"
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then it succeeds
    When "Toby" calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is 1

    Examples:
      | persona |
      | Toby    |
      | Tony    |
      | 铭恺    |
      | 枫叶    |

  @C75.6
  Scenario Outline: Who cannot be seen cannot be chosen: <persona>
    When this request is sent:
      """
      GET /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971
      Accept: text/html
      """
    Then the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.state is remembered as "state"
    When this request is sent:
      """
      POST {page}
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid={<persona>'s uid}
      """
    Then the status is 403

    Examples:
      | persona  |
      | Newcomer |
      | Frost    |

  @C75.6 @C75.2
  Scenario Outline: The whole way, with another's log-in: <persona>
    Given "<persona>" logs in with WeChat
    When a stranger calls getH5Profile with:
      | uid | {Tony's uid} |
    Then it succeeds
    When "<viewer>" calls getH5Club with:
      | clubId | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
    Then result.joined is <joined>

    Examples:
      | persona | viewer | joined |
      | Toby    | Tony   | 0      |
      | Tony    | Toby   | 1      |
      | 枫叶    | 枫叶   | 1      |

  @C75.6
  Scenario Outline: The browser comes back to <where>
    When this request is sent:
      """
      GET <target>
      Accept: text/html
      <header>
      """
    Then the status is 302
    And the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.state is remembered as "state"
    When this request is sent:
      """
      POST {page}
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid={Toby's uid}
      """
    Then the status is 303
    And the answer's header "Location" contains "<back>"
    And the answer's header "Location" contains "state={state}"

    Examples: the page that was asked for
      | where             | target         | header | back                 |
      | the page itself   | /h5/club/1     | X-A: b | /h5/club/1?code=     |
      | it with its query | /h5/club/1?a=b | X-A: b | /h5/club/1?a=b&code= |

    Examples: the Referer
      | where             | target         | header                                 | back                                |
      | the Referer       | /h5/club/1     | Referer: https://h5.example/club/1     | https://h5.example/club/1?code=     |
      | it with its query | /h5/club/1?c=d | Referer: https://h5.example/club/1?a=b | https://h5.example/club/1?a=b&code= |

    Examples: redirect_uri, of the same origin
      | where             | target                                                               | header                             | back                                 |
      | redirect_uri      | /h5/club/1?redirect_uri=https%3A%2F%2Fh5.example%2Fevent%2F2         | Referer: https://h5.example/club/1 | https://h5.example/event/2?code=     |
      | it with its query | /h5/club/1?redirect_uri=https%3A%2F%2Fh5.example%2Fevent%2F2%3Fa%3Db | Referer: https://h5.example/club/1 | https://h5.example/event/2?a=b&code= |

  @C75.7
  Scenario Outline: It does not come to another origin: <redirect>
    When this request is sent:
      """
      GET /h5/club/1?redirect_uri=<redirect>
      Accept: text/html
      Referer: <referer>
      """
    Then the status is 302
    And the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.state is remembered as "state"
    When this request is sent:
      """
      POST {page}
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid={Toby's uid}
      """
    Then the status is 303
    And the answer's header "Location" contains "<back>"

    Examples:
      | redirect                                   | referer                   | back                            |
      | https%3A%2F%2Fevil.example%2F              | https://h5.example/club/1 | https://h5.example/club/1?code= |
      | http%3A%2F%2Fh5.example%2F                 | https://h5.example/club/1 | https://h5.example/club/1?code= |
      | https%3A%2F%2Fh5.example%3A8443%2F         | https://h5.example/club/1 | https://h5.example/club/1?code= |
      | https%3A%2F%2Fh5.example.evil.example%2F   | https://h5.example/club/1 | https://h5.example/club/1?code= |
      | https%3A%2F%2Fh5.example%40evil.example%2F | https://h5.example/club/1 | https://h5.example/club/1?code= |
      | %2F%2Fevil.example%2F                      | https://h5.example/club/1 | https://h5.example/club/1?code= |
      | javascript%3Aalert(1)                      | https://h5.example/club/1 | https://h5.example/club/1?code= |
      | https%3A%2F%2Fevil.example%2F              | about:blank               | /h5/club/1?redirect_uri=        |
      | x                                          | javascript:alert(1)       | /h5/club/1?redirect_uri=        |

  @C75.7
  Scenario: What is sent to the authorization page does not change where it leads
    When this request is sent:
      """
      GET /h5/club/1
      Accept: text/html
      Referer: https://h5.example/club/1
      """
    Then the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.state is remembered as "state"
    When this request is sent:
      """
      POST {page}&redirect_uri=https%3A%2F%2Fevil.example%2F
      Content-Type: application/x-www-form-urlencoded
      Referer: https://evil.example/

      state={state}&uid={Toby's uid}&redirect_uri=https%3A%2F%2Fevil.example%2F
      """
    Then the status is 303
    And the answer's header "Location" contains "https://h5.example/club/1?code="

  @C75.5 @C75.6
  Scenario: A browser that opens an H5 path itself comes back to it once, and is not sent away again
    When this request is sent:
      """
      GET /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971?a=1;b
      Accept: text/html
      """
    Then the status is 302
    And the answer's header "Location" is remembered as "page"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.state is remembered as "state"
    When this request is sent:
      """
      POST {page}
      Content-Type: application/x-www-form-urlencoded

      state={state}&uid={Toby's uid}
      """
    Then the status is 303
    And the answer's header "Location" contains "/h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971?a=1;b&code="
    And the answer's header "Set-Cookie" contains "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"
    And the answer's header "Location" is remembered as "back"
    And the answer's header "Set-Cookie" is remembered as "cookie"
    When this request is sent:
      """
      GET {back}
      Accept: text/html
      Referer: http://mock.example{page}
      Cookie: {cookie}
      """
    Then the status is 405

  @C75.6
  Scenario: Who comes from the authorization page itself goes back to what they open
    When this request is sent:
      """
      GET /h5/club/1
      Accept: text/html
      Referer: http://mock.example/__weixin/default/authorize?state=1
      """
    Then the status is 302
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.redirectUri contains "/h5/club/1"

  @C75.6
  Scenario: The page shows names, and no marks of theirs
    Given "Toby" calls updateProfile with:
      | nickname | <b>"&'</b> |
      | avatar   | a          |
    When this request is sent:
      """
      GET /h5/club/1
      Accept: text/html
      """
    Then the answer's header "Location" is remembered as "page"
    When this request is sent:
      """
      GET {page}
      """
    Then the status is 200
    And the answer's header "Content-Security-Policy" is "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    And the body contains "&lt;b&gt;&#34;&amp;&#39;&lt;/b&gt;"

  @C75.6
  Scenario Outline: Back to a page of the origin that asked: <page>
    When this request is sent:
      """
      GET http://mock.example:8080/h5/club/1?redirect_uri=<page>
      Accept: text/html
      Referer: <referer>
      """
    Then the status is 302
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | visits  |
    Then rows.0.redirectUri is "<back>"

    Examples:
      | page                                    | referer                  | back                          |
      | http%3A%2F%2Fmock.example%3A8080%2Froom | about:blank              | http://mock.example:8080/room |
      | http%3A%2F%2Fh5.example%2Froom          | http://h5.example/club/1 | http://h5.example/room        |
      | https%3A%2F%2Fh5.example%2Froom         | http://h5.example/club/1 | http://h5.example/club/1      |
