@chaoqer
Feature: Who may call which operation
  Every operation for a stranger, for a frozen account, for one without profile, for a user, and for a user who does not
  sign. All calls send the same parameters; each operation takes those that it has.

  Scenario Outline: A stranger is refused: <operation>
    When a stranger calls <operation> with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Toby         |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then the status is 401
    And the body is empty

    @C05.1
    Examples:
      | operation      |
      | logOut         |
      | initProfile    |
      | updateProfile  |
      | getProfile     |
      | listBlocks     |
      | block          |
      | unblock        |
      | listMessages   |
      | getUnreadTotal |
      | sendCard       |
      | deleteCard     |
      | listCards      |

  Scenario Outline: A stranger is served: <operation>
    When a stranger calls <operation> with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Toby         |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then it succeeds with the message "<message>"

    @C05.9
    Examples:
      | operation   | message                  |
      | sendCaptcha | 验证码已发送，请注意查收 |
      | logIn       | 注册成功                 |

  Scenario Outline: A frozen account is refused: <operation>
    When "Frost" calls <operation> with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Frost        |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then the status is 401
    And the body is empty

    @C18.2
    Examples:
      | operation      |
      | sendCaptcha    |
      | logIn          |
      | logOut         |
      | initProfile    |
      | updateProfile  |
      | getProfile     |
      | listBlocks     |
      | block          |
      | unblock        |
      | listMessages   |
      | getUnreadTotal |
      | sendCard       |
      | deleteCard     |
      | listCards      |

  Scenario Outline: An account without profile is refused: <operation>
    When "Newcomer" calls <operation> with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Newcomer     |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then it fails with 200000 "用户资料未初始化"

    @C14.8
    Examples: with login
      | operation     |
      | updateProfile |
      | getProfile    |
      | listBlocks    |
      | block         |
      | unblock       |
      | listMessages  |
      | sendCard      |
      | deleteCard    |
      | listCards     |

    @C14.9
    Examples: without login
      | operation   |
      | sendCaptcha |
      | logIn       |

  Scenario Outline: An account without profile is served: <operation>
    When "Newcomer" calls <operation> with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Newcomer     |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then it succeeds with the message "<message>"

    @C14.1
    Examples:
      | operation   | message |
      | initProfile | Success |

    @C14.2
    Examples:
      | operation | message  |
      | logOut    | 退出成功 |

    @C14.4
    Examples:
      | operation      | message |
      | getUnreadTotal | Success |

  Scenario Outline: A user is served: <operation>
    When "Toby" calls <operation> with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Toby         |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then it succeeds with the message "<message>"

    @C08.1
    Examples:
      | operation      | message                  |
      | sendCaptcha    | 验证码已发送，请注意查收 |
      | logIn          | 注册成功                 |
      | logOut         | 退出成功                 |
      | updateProfile  | Success                  |
      | getProfile     | Success                  |
      | listBlocks     | Success                  |
      | block          | 拉黑成功                 |
      | unblock        | 取消拉黑成功             |
      | listMessages   | Success                  |
      | getUnreadTotal | Success                  |
      | sendCard       | 对方已收到你的名片       |
      | deleteCard     | 删除成功                 |
      | listCards      | Success                  |

  @C08.1
  Scenario: A user is known, and refused for the profile that they have: initProfile
    When "Toby" calls initProfile with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Toby         |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then it fails with 200001 "用户资料已初始化"

  Scenario Outline: A user who does not sign is refused: <operation>
    Given calls are not signed
    When "Toby" calls <operation> with:
      | uid      | {Tony's uid} |
      | count    | 10           |
      | nickname | Toby         |
      | avatar   | a.jpg        |
      | mobile   | 13900139000  |
      | captcha  | 8888         |
    Then the status is 400
    And the body is empty

    @C09.1
    Examples:
      | operation      |
      | sendCaptcha    |
      | logIn          |
      | logOut         |
      | initProfile    |
      | updateProfile  |
      | getProfile     |
      | listBlocks     |
      | block          |
      | unblock        |
      | listMessages   |
      | getUnreadTotal |
      | sendCard       |
      | deleteCard     |
      | listCards      |
