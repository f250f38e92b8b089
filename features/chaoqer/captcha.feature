@chaoqer
Feature: A code comes by SMS, and not too often
  Where the mock stands in for the gateway no phone rings; the code is read at the control plane.

  @C20.8
  Scenario: A code is sent
    When a stranger calls sendCaptcha with:
      | countryCode | 86          |
      | mobile      | 13912345678 |
    Then @this equals:
      """
      {"result": {}, "message": "验证码已发送，请注意查收", "status": 1}
      """

  @C20.8
  Scenario: The code has four digits
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}00    |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}000   |
    Then it fails with 0 "验证码格式不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C20.1
  Scenario Outline: A mobile must be one of its country
    When a stranger calls sendCaptcha with:
      | countryCode | <country> |
      | mobile      | <mobile>  |
    Then it fails with 0 "请输入正确的手机号码"

    Examples:
      | country | mobile         |
      | 86      | 12345678901    |
      | 86      | 10000000000    |
      | 86      | 1391234567     |
      | 86      | 139123456789   |
      | 86      | 51234567       |
      | 86      | abc            |
      | 86      | 1391234567x    |
      | 86      | 139 1234 5678  |
      | 86      | +8613912345678 |
      | 852     | 13912345678    |
      | 852     | 11234567       |
      | 1       | 13912345678    |
      | 999     | 13912345678    |
      | 8       | 613912345678   |
      | 861     | 3912345678     |
      | +86     | 13912345678    |
      | CN      | 13912345678    |

  @C20.1
  Scenario Outline: Numbers of many countries will do, landlines too
    When a stranger calls sendCaptcha with:
      | countryCode | <country> |
      | mobile      | <mobile>  |
    Then it succeeds with the message "验证码已发送，请注意查收"

    Examples:
      | country | mobile      |
      | 86      | 13912345678 |
      | 86      | 19912345678 |
      | 86      | 1012345678  |
      | 852     | 51234567    |
      | 65      | 91234567    |
      | 1       | 2025550123  |

  @C20.1
  Scenario Outline: A mobile must be there
    When a stranger calls sendCaptcha with:
      | <name> | <value> |
    Then it fails with 0 "手机号码不能为空"

    Examples:
      | name          | value |
      | countryCode   | 86    |
      | mobile        |       |
      | mobile (JSON) | " "   |

  @C20.7
  Scenario Outline: A blank country is none
    When a stranger calls sendCaptcha with:
      | <name> | <value>     |
      | mobile | 13912345678 |
    Then it fails with 0 "国家地区码不能为空"
    When a stranger calls admin.getSMS with:
      | mobile | 13912345678 |
    Then the status is 404

    Examples:
      | name               | value |
      | countryCode        |       |
      | countryCode (JSON) | " "   |

  @C20.7
  Scenario Outline: Without country it is 86
    When a stranger calls sendCaptcha with:
      | <first> | <of the first> |
      | mobile  | 13912345678    |
    And 59s pass
    And a stranger calls sendCaptcha with:
      | <then> | <of the other> |
      | mobile | 13912345678    |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"

    Examples:
      | first       | of the first | then        | of the other |
      | mobile      | 13912345678  | countryCode | 86           |
      | countryCode | 86           | mobile      | 13912345678  |

  @C20.2
  Scenario Outline: One a minute
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And <time> pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then message is "<message>"

    Examples:
      | time  | message                          |
      | 500ms | 验证码发送太频繁，请在60秒后重试 |
      | 30s   | 验证码发送太频繁，请在60秒后重试 |
      | 59s   | 验证码发送太频繁，请在60秒后重试 |
      | 60s   | 验证码已发送，请注意查收         |

  @C20.2
  Scenario: Asking too early does not make the minute longer
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 59s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"
    When 1s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds

  @C20.2
  Scenario: Asking too early leaves the code that was sent
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And 59s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C20.2
  Scenario: Having logged in does not make the minute shorter
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds
    When 59s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"

  @C20.3
  Scenario Outline: Five an hour
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds
    When <time> pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then message is "<message>"
    When 59s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"

    Examples:
      | time   | message                                 |
      | 60s    | 验证码发送太频繁，每小时最多发送5条短信 |
      | 55m59s | 验证码发送太频繁，每小时最多发送5条短信 |
      | 56m    | 验证码已发送，请注意查收                |

  @C20.3
  Scenario: The hour is the last one at any time
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 30m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 27m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds
    When 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，每小时最多发送5条短信"
    When 29m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds

  @C20.3
  Scenario: What was refused does not count, and leaves the code that was sent
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 56m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 30s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"
    When 30s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds
    When the SMS code sent to "13912345678" is remembered as "code"
    And 59s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds
    When 1s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds

  @C20.3
  Scenario: However often it was refused, the hour does not get longer
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，每小时最多发送5条短信"
    When 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，每小时最多发送5条短信"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds
    When 54m pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds

  @C20.4
  Scenario Outline: Ten a day
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 2h pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it succeeds
    When <time> pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then message is "<message>"
    When 59s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"

    Examples:
      | time     | message                                |
      | 60s      | 验证码发送太频繁，每天最多发送10条短信 |
      | 5h59m59s | 验证码发送太频繁，每天最多发送10条短信 |
      | 6h       | 验证码已发送，请注意查收               |

  @C20.5
  Scenario: Another mobile's minute is its own
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And a stranger calls sendCaptcha with:
      | mobile | 13912345679 |
    Then it succeeds
    When half a second later
    And a stranger calls sendCaptcha with:
      | mobile | 13912345679 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"

  @C20.5
  Scenario: So is that of the same number in another country
    When a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And a stranger calls sendCaptcha with:
      | countryCode | 65       |
      | mobile      | 91234567 |
    Then it succeeds
    When half a second later
    And a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"

  @C20.5
  Scenario Outline: And its hour
    When a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 91234567 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | countryCode | <country> |
      | mobile      | <mobile>  |
    Then message is "<message>"

    Examples:
      | country | mobile   | message                                 |
      | 852     | 91234567 | 验证码发送太频繁，每小时最多发送5条短信 |
      | 852     | 91234568 | 验证码已发送，请注意查收                |
      | 65      | 91234567 | 验证码已发送，请注意查收                |

  @C20.5
  Scenario: Whoever asks for it, the minute is the mobile's
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And "Toby" calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"
    Given the header "Client-Type" is sent as "1"
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then it fails with 0 "验证码发送太频繁，请在60秒后重试"

  @C20.6
  Scenario: Of two codes the newer one holds
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "older"
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "newer"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {older}     |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {newer}     |
    Then it succeeds

  @C20.6 @C20.9
  Scenario: The newer one has 300 seconds of its own
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And 299s pass
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C20.6
  Scenario: And tries of its own
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
    And 60s pass
    And a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | 00005       |
    Then it fails with 0 "验证码不正确"
    When a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds

  @C20.9
  Scenario: After 299 seconds a code still holds
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And the SMS code sent to "13912345678" is remembered as "code"
    And 299s pass
    And a stranger calls logIn with:
      | mobile  | 13912345678 |
      | captcha | {code}      |
    Then it succeeds with the message "注册成功"

  @C21.1
  Scenario: The control plane tells the code
    When a stranger calls sendCaptcha with:
      | countryCode | 852      |
      | mobile      | 51234567 |
    And a stranger calls admin.getSMS with:
      | countryCode | 852      |
      | mobile      | 51234567 |
    Then mobile is "+85251234567"
    And code is remembered as "code"
    When a stranger calls logIn with:
      | countryCode | 852      |
      | mobile      | 51234567 |
      | captcha     | {code}   |
    Then it succeeds

  @C21.1
  Scenario: And none where none was sent
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    And a stranger calls admin.getSMS with:
      | mobile | 13912345679 |
    Then the status is 404

  @C21.3
  Scenario Outline: A test mobile may ask for codes without end
    Given the settings row settings changes to:
      | repeatWindow | 0 |
    When a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    Then it succeeds with the message "验证码已发送，请注意查收"
    When a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    Then it succeeds with the message "验证码已发送，请注意查收"
    When a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    And a stranger calls sendCaptcha with:
      | mobile | <mobile> |
    Then it succeeds with the message "验证码已发送，请注意查收"

    Examples:
      | mobile      |
      | 13800138001 |
      | 13900139000 |
