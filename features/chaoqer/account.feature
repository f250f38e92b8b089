@chaoqer
Feature: A code logs in, and registers whoever is new

  @C22.1
  Scenario: An unknown mobile is registered
    When a stranger calls sendCaptcha with:
      | countryCode | 86          |
      | mobile      | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | countryCode | 86          |
      | mobile      | 13912345678 |
      | captcha     | {code}      |
    Then it succeeds with the message "注册成功"
    And this log-in is remembered as "Nova"
    When "Nova" calls getUnreadTotal
    Then it succeeds
    When "Nova" calls getProfile with:
      | uid | {Toby's uid} |
    Then it fails with 200000 "用户资料未初始化"

  @C22.2
  Scenario: A known mobile is logged in
    When a stranger calls sendCaptcha with:
      | mobile | 13800138000 |
    And the SMS code sent to "13800138000" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13800138000 |
      | captcha | {code}      |
    Then it succeeds with the message "登录成功"
    And result.uid is {Toby's uid}
    And this log-in is remembered as "Toby"
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby

  @C22.2
  Scenario: Who has registered finds themselves again
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    And result.uid is remembered as "uid"
    And this log-in is remembered as "Nova"
    And "Nova" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
    And "Nova" calls logOut
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds with the message "登录成功"
    And result.uid is {uid}
    And this log-in is remembered as "Nova"
    When "Nova" calls getProfile with:
      | uid | {uid} |
    Then result.nickname is Nova

  @C22.2
  Scenario: Who has no profile yet is no stranger either
    When a stranger calls sendCaptcha with:
      | mobile | 13800138004 |
    And the SMS code sent to "13800138004" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13800138004 |
      | captcha | {code}      |
    Then it succeeds with the message "登录成功"
    And result.uid is {Newcomer's uid}

  @C22.1
  Scenario: The same number in two countries is two people
    When a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And a stranger calls admin.getSMS with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And code is remembered as "code"
    And a stranger calls logIn with:
      | countryCode | 852      |
      | mobile      | 91234567 |
      | captcha     | {code}   |
    Then it succeeds with the message "注册成功"
    And result.uid is remembered as "uid"
    When a stranger calls sendCaptcha with:
      | countryCode | 65       |
      | mobile      | 91234567 |
    And a stranger calls admin.getSMS with:
      | countryCode | 65       |
      | mobile      | 91234567 |
    And code is remembered as "code"
    And a stranger calls logIn with:
      | countryCode | 65       |
      | mobile      | 91234567 |
      | captcha     | {code}   |
    Then it succeeds with the message "注册成功"
    And result.uid is not {uid}

  @C22.1
  Scenario: A wrong code registers nobody
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}0     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds with the message "注册成功"

  @C22.3
  Scenario Outline: What a log-in gives
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When a stranger calls logIn with:
      | mobile  | <mobile> |
      | captcha | 8888     |
    Then @this equals:
      """
      {
        "result": {"uid": "<text>", "accessToken": "<text>", "accessSecret": "<text>", "expireTime": 1720584000000},
        "message": "<message>", "status": 1
      }
      """
    When 24h pass
    And a stranger calls logIn with:
      | mobile  | <mobile> |
      | captcha | 8888     |
    Then result.expireTime is 1720670400000

    Examples:
      | mobile      | message  |
      | 13900139000 | 注册成功 |
      | 13800138001 | 登录成功 |

  @C22.3
  Scenario: Each log-in has a token and a secret of its own
    When a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    And result.uid is remembered as "uid"
    And result.accessToken is remembered as "token"
    And result.accessSecret is remembered as "secret"
    Then result.accessToken is not {uid}
    And result.accessSecret is not {token}
    When half a second later
    And a stranger calls logIn with:
      | mobile  | 13900139000 |
      | captcha | 8888        |
    Then result.uid is {uid}
    And result.accessToken is not {token}
    And result.accessSecret is not {secret}

  @C22.4
  Scenario Outline: A mobile must be one of its country
    When a stranger calls logIn with:
      | countryCode | <country> |
      | mobile      | <mobile>  |
      | captcha     | 8888      |
    Then it fails with 0 "请输入正确的手机号码"

    Examples:
      | country | mobile         |
      | 86      | 12345678901    |
      | 86      | 1380013800     |
      | 86      | abc            |
      | 86      | +8613800138001 |
      | 852     | 13800138001    |
      | +86     | 13800138001    |
      | 861     | 3800138001     |

  @C22.4
  Scenario Outline: A mobile must be there
    When a stranger calls logIn with:
      | captcha | 8888    |
      | <name>  | <value> |
    Then it fails with 0 "手机号码不能为空"

    Examples:
      | name          | value |
      | countryCode   | 86    |
      | mobile        |       |
      | mobile (JSON) | " "   |

  @C22.4
  Scenario Outline: A blank country is none
    When a stranger calls logIn with:
      | <name>  | <value>     |
      | mobile  | 13800138001 |
      | captcha | 8888        |
    Then it fails with 0 "国家地区码不能为空"

    Examples:
      | name               | value |
      | countryCode        |       |
      | countryCode (JSON) | " "   |

  @C22.4
  Scenario: Without country it is 86
    When a stranger calls sendCaptcha with:
      | countryCode | 86          |
      | mobile      | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds with the message "注册成功"

  @C21.2
  Scenario Outline: A test mobile logs in with 8888
    When a stranger calls logIn with:
      | countryCode | 86       |
      | mobile      | <mobile> |
      | captcha     | 8888     |
    Then it succeeds with the message "<first>"
    And result.uid is remembered as "uid"
    When half a second later
    And a stranger calls logIn with:
      | countryCode | 86       |
      | mobile      | <mobile> |
      | captcha     | 8888     |
    Then it succeeds with the message "登录成功"
    And result.uid is {uid}

    Examples:
      | mobile      | first    |
      | 13800138001 | 登录成功 |
      | 13900139000 | 注册成功 |

  @C21.2
  Scenario: It is its owner who is logged in
    When a stranger calls logIn with:
      | mobile  | 13800138001 |
      | captcha | 8888        |
    Then result.uid is {Tony's uid}

  @C21.2
  Scenario: A test mobile logs in with the code that was sent, too
    When a stranger calls sendCaptcha with:
      | mobile | 13800138001 |
    And the SMS code sent to "13800138001" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13800138001 |
      | captcha | {code}      |
    Then it succeeds with the message "登录成功"
    When a stranger calls logIn with:
      | mobile  | 13800138001 |
      | captcha | {code}0     |
    Then it fails with 0 "验证码已过期，请重新获取验证码"
    When a stranger calls logIn with:
      | mobile  | 13800138001 |
      | captcha | 8888        |
    Then it succeeds

  @C21.4
  Scenario Outline: No other mobile does
    When a stranger calls logIn with:
      | mobile  | <mobile> |
      | captcha | 8888     |
    Then it fails with 0 "验证码已过期，请重新获取验证码"
    When a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    Given the captchas row +86<mobile> changes to:
      | code | "1234" |
    When half a second later
    And a stranger calls logIn with:
      | mobile  | <mobile> |
      | captcha | 8888     |
    Then it fails with 0 "验证码不正确"

    Examples:
      | mobile      |
      | 13800138000 |
      | 13912345678 |

  @C23.1
  Scenario Outline: Every other code is wrong
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Given the captchas row +8613912345678 changes to:
      | code | "0123" |
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | <code>      |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 0123        |
    Then it succeeds

    Examples:
      | code   |
      | 0124   |
      | 3210   |
      | 00123  |
      | 01230  |
      | 012301 |

  @C23.2
  Scenario: Where no code was sent, none is right
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 1234        |
    Then it fails with 0 "验证码已过期，请重新获取验证码"

  @C23.2
  Scenario Outline: Nor is one that was sent to another
    When a stranger calls sendCaptcha with:
      | countryCode | 65       |
      | mobile      | 91234567 |
    And a stranger calls admin.getSMS with:
      | countryCode | 65       |
      | mobile      | 91234567 |
    And code is remembered as "code"
    And a stranger calls logIn with:
      | countryCode | <country> |
      | mobile      | <mobile>  |
      | captcha     | {code}    |
    Then it fails with 0 "验证码已过期，请重新获取验证码"

    Examples:
      | country | mobile   |
      | 852     | 91234567 |
      | 65      | 91234568 |

  @C23.3
  Scenario Outline: A code holds for 300 seconds
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And <time> pass
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then message is "<message>"

    Examples:
      | time | message                        |
      | 299s | 注册成功                       |
      | 300s | 验证码已过期，请重新获取验证码 |
      | 301s | 验证码已过期，请重新获取验证码 |
      | 24h  | 验证码已过期，请重新获取验证码 |

  @C23.3
  Scenario: After that a wrong one is no longer wrong
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And 301s pass
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}0     |
    Then it fails with 0 "验证码已过期，请重新获取验证码"

  @C23.4
  Scenario: The fifth wrong try kills the code
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}1     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}2     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}3     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}4     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}5     |
    Then it fails with 0 "验证码已过期，请重新获取验证码"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it fails with 0 "验证码已过期，请重新获取验证码"

  @C23.4
  Scenario: After four the right one still logs in
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}1     |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}2     |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}3     |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}4     |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C23.4
  Scenario: The same wrong code counts each time, whoever tries it
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}1     |
    And "Toby" calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}1     |
    And "Tony" calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}1     |
    And "铭恺" calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}1     |
    Then it fails with 0 "验证码不正确"
    When half a second later
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}1     |
    Then it fails with 0 "验证码已过期，请重新获取验证码"

  @C23.4
  Scenario: Wrong tries are counted for each mobile
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And a stranger calls sendCaptcha with:
      | mobile | 13912345679 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345679 |
      | captcha | 00001       |
    And a stranger calls logIn with:
      | mobile  | 13912345679 |
      | captcha | 00002       |
    And a stranger calls logIn with:
      | mobile  | 13912345679 |
      | captcha | 00003       |
    And a stranger calls logIn with:
      | mobile  | 13912345679 |
      | captcha | 00004       |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}0     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345679 |
      | captcha | 00005       |
    Then it fails with 0 "验证码已过期，请重新获取验证码"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C23.4
  Scenario: A new code revives the mobile
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 00001       |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 00002       |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 00003       |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 00004       |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 00005       |
    Then it fails with 0 "验证码已过期，请重新获取验证码"
    When 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}0     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C23.5
  Scenario: A code logs in once
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds
    And this log-in is remembered as "Nova"
    When half a second later
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it fails with 0 "验证码已过期，请重新获取验证码"
    When "Nova" calls getUnreadTotal
    Then it succeeds

  @C23.6
  Scenario Outline: A code has four to six digits
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | <code>      |
    Then it fails with 0 "<message>"

    Examples:
      | code    | message                        |
      | 1       | 验证码格式不正确               |
      | 123     | 验证码格式不正确               |
      | 1234    | 验证码已过期，请重新获取验证码 |
      | 12345   | 验证码已过期，请重新获取验证码 |
      | 123456  | 验证码已过期，请重新获取验证码 |
      | 1234567 | 验证码格式不正确               |
      | 12a4    | 验证码格式不正确               |
      | a1234   | 验证码格式不正确               |
      | 1234a   | 验证码格式不正确               |
      | -1234   | 验证码格式不正确               |
      | 12 34   | 验证码格式不正确               |

  @C23.6
  Scenario: Something else is no try
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 123         |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 1234567     |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 12a4        |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 12          |
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 1           |
    Then it fails with 0 "验证码格式不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C23.7
  Scenario Outline: A code must be there
    When a stranger calls logIn with:
      | mobile | <mobile> |
      | <name> | <value>  |
    Then it fails with 0 "验证码不能为空"

    Examples:
      | mobile      | name        | value |
      | 13912345678 | countryCode | 86    |
      | 13912345678 | captcha     |       |
      | 13800138001 | countryCode | 86    |
      | 13800138001 | captcha     |       |

  @C24.1
  Scenario Outline: A log-out is confirmed
    When "<persona>" calls logOut
    Then @this equals:
      """
      {"result": {}, "message": "退出成功", "status": 1}
      """

    Examples:
      | persona  |
      | Toby     |
      | Newcomer |

  @C24.2
  Scenario: The token is dead afterwards
    When "Toby" calls logOut
    Then it succeeds
    When "Toby" calls getUnreadTotal
    Then the status is 401
    And the body is empty
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then the status is 401
    When "Toby" calls logOut
    Then the status is 401
    When 1h pass
    And "Toby" calls getUnreadTotal
    Then the status is 401

  @C24.2
  Scenario: It stays dead when its owner comes back
    When "Toby" calls logOut
    And a stranger calls sendCaptcha with:
      | mobile | 13800138000 |
    And the SMS code sent to "13800138000" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13800138000 |
      | captcha | {code}      |
    Then it succeeds with the message "登录成功"
    And this log-in is remembered as "Toby"
    When "Toby" calls getUnreadTotal
    Then it succeeds
    Given "Toby" goes back to the token before
    When "Toby" calls getUnreadTotal
    Then the status is 401

  @C24.2
  Scenario: Nobody else is logged out, and nothing is lost
    When "Toby" calls logOut
    And "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby
    Given "Toby" logs in again
    When "Toby" calls getUnreadTotal
    Then result is 2
    When "Toby" calls listCards with:
      | count | 10 |
    Then result.list has 2 items
