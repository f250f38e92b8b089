@chaoqer
Feature: What the gateway settles before and around the operations

  @C01.1
  Scenario Outline: A preflight is answered without login and signature
    When this request is sent:
      """
      OPTIONS <path>
      Origin: https://front.example
      Access-Control-Request-Method: POST
      Access-Control-Request-Headers: authorization
      """
    Then the status is 200
    And the body is empty

    Examples:
      | path                                         |
      | /account/captcha                             |
      | /account/logout                              |
      | /user/6ce4443c8fcd4a2b8b407bda86ab4408/block |
      | /user/message                                |

  @C01.2
  Scenario Outline: Browsers may read what stands before the operations: <status>
    When this request is sent:
      """
      <method> <path>
      Origin: <origin>
      Client-Type: <client>
      """
    Then the status is <status>
    And the answer's header "Access-Control-Allow-Origin" is "<origin>"
    And the answer's header "Vary" is "Origin"
    And the answer's header "Access-Control-Allow-Credentials" is "true"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, PUT, DELETE, OPTIONS"
    And the answer's header "Access-Control-Allow-Headers" is "Authorization, Content-Type, Client-Type, Version-Name, Version-Code, X-Requested-With, Mock-Session, Prefer"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis, Mock-Session, Preference-Applied"
    And the answer's header "Access-Control-Max-Age" is "3600"

    Examples:
      | method  | path             | origin                | client | status |
      | OPTIONS | /account/captcha | https://front.example | 0      | 200    |
      | POST    | /account/captcha | https://front.example | web    | 400    |
      | POST    | /account/captcha | http://localhost:8080 | 0      | 400    |
      | GET     | /user/card       | https://front.example | 0      | 401    |
      | GET     | /user/nothing    | http://localhost:8080 | 0      | 404    |
      | GET     | /account/captcha | https://front.example | 0      | 405    |

  @C01.2
  Scenario Outline: Browsers may read what an operation answers: count <count>
    Given the header "Origin" is sent as "https://front.example"
    When "Toby" calls listCards with:
      | count | <count> |
    Then status is <status>
    And the answer's header "Access-Control-Allow-Origin" is "https://front.example"
    And the answer's header "Vary" is "Origin"
    And the answer's header "Access-Control-Allow-Credentials" is "true"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, PUT, DELETE, OPTIONS"
    And the answer's header "Access-Control-Allow-Headers" is "Authorization, Content-Type, Client-Type, Version-Name, Version-Code, X-Requested-With, Mock-Session, Prefer"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis, Mock-Session, Preference-Applied"
    And the answer's header "Access-Control-Max-Age" is "3600"

    Examples:
      | count | status |
      | 10    | 1      |
      | 0     | 0      |

  @C01.3
  Scenario: A trailing slash is the same path
    When this request is sent:
      """
      GET /user/message/unread_total/?ts=1620736603909&sign=9c865014a575d4daa12c9597d0267dfa
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      """
    Then it succeeds
    And result is 2
    When this request is sent:
      """
      POST /user/250228d2eb8e4db8b4fc6b8e3e2a902d/card/
      Authorization: Basic NmNlNDQ0M2M4ZmNkNGEyYjhiNDA3YmRhODZhYjQ0MDg6NzBiNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=
      Content-Type: application/json

      {"ts":1620736603909,"sign":"9c865014a575d4daa12c9597d0267dfa"}
      """
    Then it succeeds with the message "对方已收到你的名片"

  @C01.4
  Scenario Outline: An unknown path is refused before anything else: <path>
    When this request is sent:
      """
      <method> <path>
      Content-Type: application/json
      <header>

      <body>
      """
    Then the status is 404
    And the body is empty

    Examples:
      | method | path                   | header                      | body |
      | GET    | /user/nothing          | Version-Name: 1.0           |      |
      | GET    | /account               | Version-Name: 1.0           |      |
      | POST   | /account/captcha/again | Client-Type: web            |      |
      | POST   | /user/blocks           | Version-Code: one           | {    |
      | PUT    | /user/profiles         | Authorization: Basic nobody | {    |
      | DELETE | /user/message/1        | Authorization: Basic nobody |      |

  @C01.5
  Scenario Outline: Another method is refused before anything else: <method> <path>
    When this request is sent:
      """
      <method> <path>
      Content-Type: application/json
      <header>

      <body>
      """
    Then the status is 405
    And the body is empty
    And the answer's header "Allow" is "<allow>"

    Examples:
      | method | path                                           | header                      | body | allow                 |
      | GET    | /account/captcha                               | Version-Name: 1.0           |      | OPTIONS, POST         |
      | DELETE | /account/logout                                | Client-Type: web            |      | OPTIONS, POST         |
      | POST   | /user/profile                                  | Version-Code: one           | {    | OPTIONS, PUT          |
      | POST   | /user/card                                     | Authorization: Basic nobody | {    | GET, OPTIONS          |
      | PUT    | /user/250228d2eb8e4db8b4fc6b8e3e2a902d/block   | Authorization: Basic nobody |      | DELETE, OPTIONS, POST |
      | PATCH  | /user/250228d2eb8e4db8b4fc6b8e3e2a902d/profile | Version-Name: 1.0           |      | GET, OPTIONS          |

  @C01.6
  Scenario Outline: Client headers come before the body: <header>
    When this request is sent:
      """
      POST /account/captcha
      Content-Type: application/json
      <header>

      {"mobile":
      """
    Then the status is 400
    And the diagnosis says "header-malformed: Params Not Valid"

    Examples:
      | header            |
      | Client-Type: web  |
      | Version-Code: 1.0 |

  @C01.7
  Scenario Outline: The body comes before login: <body>
    When this request is sent:
      """
      PUT /user/profile
      Content-Type: <type>
      <authorization>

      <body>
      """
    Then the status is 400
    And the body is empty

    Examples:
      | type                            | authorization               | body                 |
      | application/json                | Version-Name: 1.0           | {                    |
      | application/json                | Version-Name: 1.0           | {"nickname":}        |
      | application/json                | Version-Name: 1.0           | {"nickname":"Toby"}} |
      | application/json; charset=UTF-8 | Version-Name: 1.0           | nickname=Toby        |
      | application/json                | Authorization: Basic nobody | {"nickname":'Toby'}  |

  @C01.8
  Scenario: Login comes before the signature
    Given calls are not signed
    And calls carry no ts
    When a stranger calls getUnreadTotal
    Then the status is 401
    Given "Toby" uses the token of "Tony"
    When "Toby" calls getUnreadTotal
    Then the status is 401

  @C01.8
  Scenario: Login comes before the state of the account
    Given "Newcomer" uses the token of "Tony"
    And calls are not signed
    And calls carry no ts
    When "Newcomer" calls listCards with:
      | count | 10 |
    Then the status is 401

  @C01.9
  Scenario: The signature comes before the parameter rules
    Given calls are signed with the secret "nobodys-secret"
    When "Toby" calls listCards with:
      | count | 0 |
    Then the status is 401
    Given calls are signed as they should be
    When "Toby" calls listCards with:
      | count | 0 |
    Then it fails with 0 "count只能在0到100之间"

  @C01.10
  Scenario: The parameter rules come before the repeated call
    When "Toby" calls updateProfile with:
      | nickname |       |
      | avatar   | a.jpg |
    Then it fails with 0 "名字不能为空"
    When "Toby" calls updateProfile with:
      | nickname |       |
      | avatar   | a.jpg |
    Then it fails with 0 "名字不能为空"

  @C02.1
  Scenario Outline: Where there is nothing to tell, result is empty: <operation>
    When "Toby" calls <operation> with:
      | uid | {铭恺's uid} |
    Then the status is 200
    And @this equals:
      """
      {"result": {}, "message": "<message>", "status": 1}
      """

    Examples:
      | operation  | message            |
      | logOut     | 退出成功           |
      | block      | 拉黑成功           |
      | unblock    | 取消拉黑成功       |
      | sendCard   | 对方已收到你的名片 |
      | deleteCard | 删除成功           |

  @C02.1
  Scenario: So it is for a stranger
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 200
    And @this equals:
      """
      {"result": {}, "message": "验证码已发送，请注意查收", "status": 1}
      """

  @C02.2
  Scenario: The unread total is a bare number, with the message that there is by default
    When "Toby" calls getUnreadTotal
    Then the status is 200
    And @this equals:
      """
      {"result": 2, "message": "Success", "status": 1}
      """
    When "Tony" calls getUnreadTotal
    Then result is 0

  @C03
  Scenario: A parameter rule that is broken has the code 0
    When "Toby" calls updateProfile with:
      | nickname | Toby |
    Then the status is 200
    And @this equals:
      """
      {"errorCode": 0, "message": "头像不能为空", "status": 0}
      """

  @C03
  Scenario Outline: A business rule that is broken: <message>
    When "Toby" calls <operation> with:
      | uid      | <uid>       |
      | mobile   | 13800138000 |
      | captcha  | 8888        |
      | nickname | Toby        |
      | avatar   | a.jpg       |
    Then the status is 200
    And @this equals:
      """
      {"errorCode": <code>, "message": "<message>", "status": 0}
      """

    Examples:
      | operation   | uid                              | code   | message                        |
      | block       | {Toby's uid}                     | 0      | 无法屏蔽自己                   |
      | sendCard    | {Toby's uid}                     | 0      | 无法发送名片给自己             |
      | logIn       | {Toby's uid}                     | 0      | 验证码已过期，请重新获取验证码 |
      | initProfile | {Toby's uid}                     | 200001 | 用户资料已初始化               |
      | getProfile  | 00000000000000000000000000000000 | 200002 | 用户不存在                     |

  @C04.1
  Scenario Outline: An HTTP error has no body: <status>
    When this request is sent:
      """
      <method> <path>
      """
    Then the status is <status>
    And the body is empty

    Examples:
      | method | path                | status |
      | POST   | /account/captcha    | 400    |
      | POST   | /account/captcha?ts | 400    |
      | GET    | /user/block         | 401    |
      | GET    | /user/blocks        | 404    |
      | GET    | /account/logout     | 405    |

  @C04.2
  Scenario Outline: What was wrong is in the diagnosis: <id>
    When this request is sent:
      """
      <method> <path>
      <header>
      """
    Then the status is <status>
    And the diagnosis names <id>
    And the diagnosis says "<id>: <message>"

    Examples:
      | method | path                         | header                      | status | id                      | message            |
      | POST   | /account/captcha             | Client-Type: web            | 400    | header-malformed        | Params Not Valid   |
      | POST   | /account/captcha             | Client-Type: 0              | 400    | sign-missing            | Params Not Valid   |
      | POST   | /account/captcha?sign=1      | Client-Type: 0              | 400    | ts-missing              | Params Not Valid   |
      | POST   | /account/captcha?sign=1&ts=1 | Client-Type: 0              | 401    | sign-mismatch           | Authorized Failed  |
      | GET    | /user/block                  | Client-Type: 0              | 401    | authorization-missing   | Authorized Failed  |
      | GET    | /user/block                  | Authorization: Basic nobody | 401    | authorization-malformed | Authorized Failed  |
      | GET    | /user/blocks                 | Client-Type: 0              | 404    | path-unknown            | Not Found          |
      | GET    | /account/logout              | Client-Type: 0              | 405    | method-not-allowed      | Method Not Allowed |

  @C04.2
  Scenario: A body that cannot be read is in the diagnosis
    When this request is sent:
      """
      POST /account/captcha
      Content-Type: application/json

      {
      """
    Then the status is 400
    And the diagnosis says "body-malformed: Params Not Valid"

  @C06.1
  Scenario: Without client headers a call is served
    When "Toby" calls getUnreadTotal
    Then it succeeds
    When a stranger calls logIn with:
      | mobile  | 13800138001 |
      | captcha | 8888        |
    Then it succeeds

  @C06.1
  Scenario Outline: A client header that is blank or free is served: <header> "<value>"
    Given the header "<header>" is sent as "<value>"
    When "Toby" calls getUnreadTotal
    Then it succeeds
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds

    Examples:
      | header       | value                 |
      | Client-Type  |                       |
      | Version-Code |                       |
      | Version-Name |                       |
      | Version-Name | 1.0.3-beta (build 19) |
      | Version-Name | web                   |
      | Client-Type  | 0                     |
      | Client-Type  | 1                     |
      | Client-Type  | 2                     |
      | Version-Code | 27                    |

  @C06.2
  Scenario Outline: Another integer is a client of type 0: <type>
    Given the header "Client-Type" is sent as "<type>"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    Given the header "Client-Type" is sent as "0"
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it fails with -1 "短时间内重复调用"

    Examples:
      | type |
      | 3    |
      | 99   |
      | -1   |

  @C06.3
  Scenario Outline: A client header that is no integer is refused: <header> "<value>"
    Given the header "<header>" is sent as "<value>"
    When "Toby" calls getUnreadTotal
    Then the status is 400
    And the body is empty
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then the status is 400

    Examples:
      | header       | value |
      | Client-Type  | iOS   |
      | Client-Type  | 1.5   |
      | Client-Type  | 1,2   |
      | Version-Code | 1.0.3 |
      | Version-Code | v27   |
      | Version-Code | 0x1b  |

  @C17.1
  Scenario Outline: 24 digits are a user that does not exist: <operation>
    When "Toby" calls <operation> with:
      | uid | 250228d2eb8e4db8b4fc6b8e |
    Then it fails with 200002 "用户不存在"

    Examples:
      | operation  |
      | getProfile |
      | block      |
      | unblock    |
      | sendCard   |
      | deleteCard |

  @C17.2
  Scenario Outline: A uid of another shape is another path: <method> <uid> <rest>
    When this request is sent:
      """
      <method> /user/<uid>/<rest>
      """
    Then the status is 404
    And the body is empty

    Examples: upper-case letters
      | method | uid                              | rest    |
      | GET    | 250228D2EB8E4DB8B4FC6B8E3E2A902D | profile |
      | POST   | 250228d2eb8e4db8b4fc6b8e3e2a902D | block   |
      | DELETE | 250228D2EB8E4DB8B4FC6B8E         | block   |

    Examples: other lengths
      | method | uid                               | rest    |
      | GET    | 250228d2eb8e4db8b4fc6b8e3e2a902   | profile |
      | POST   | 250228d2eb8e4db8b4fc6b8e3e2a902d0 | card    |
      | DELETE | 250228d2eb8e4db8b4fc6b8           | card    |
      | GET    | 250228d2eb8e4db8b4fc6b8e3         | profile |
      | GET    | 250228d2eb8e4db8b4fc6b8e3e2a      | profile |

    Examples: other letters
      | method | uid                              | rest    |
      | GET    | 250228d2eb8e4db8b4fc6b8e3e2a902g | profile |
      | POST   | 250228d2-eb8e-4db8-b4fc-6b8e3e2a | block   |

  @C19.1
  Scenario: An account that does not exist is made, and one that exists is logged in
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds with the message "注册成功"
    Given half a second later
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then it succeeds with the message "登录成功"

  @C19.1
  Scenario: A message that does not exist is a place in the list like any other
    When "Toby" calls listMessages with:
      | count  | 10               |
      | lastId | 1617987000000000 |
    Then it succeeds
    And result.list has 1 items
