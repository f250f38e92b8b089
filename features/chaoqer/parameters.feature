@chaoqer
Feature: Parameters come in three places, and one that breaks its rule is told

  Scenario Outline: A write takes its parameters from <place>
    Given parameters are sent as <place>
    When a stranger calls sendCaptcha with:
      | mobile | 13900139000 |
    Then it succeeds
    When "Toby" calls updateProfile with:
      | nickname | Tobias       |
      | avatar   | 头像 1&2.jpg |
    Then it succeeds
    And result.nickname is Tobias
    And result.avatar is "头像 1&2.jpg"
    When "Toby" calls unblock with:
      | uid | {Tony's uid} |
    Then it succeeds with the message "取消拉黑成功"

    @C11.1
    Examples:
      | place |
      | JSON  |

    @C11.2
    Examples:
      | place |
      | form  |

    @C11.3
    Examples:
      | place |
      | query |

  Scenario Outline: A GET takes its parameters from <place>
    Given parameters are sent as <place>
    When "Toby" calls listCards with:
      | count  | 1                                              |
      | lastId | 1616747477657:a5f00712b45b499eb15e99d77138d02d |
    Then it succeeds
    And result.page.count is 1
    And result.list.#.uid equals:
      """
      ["{枫叶's uid}"]
      """

    @C11.4
    Examples:
      | place |
      | JSON  |

    @C11.5
    Examples:
      | place |
      | form  |

    @C11.6
    Examples:
      | place |
      | query |

  @C11.7
  Scenario Outline: Of a parameter in the query and a <place> body, the body's value counts
    Given parameters are sent as <place>
    And "nickname=Mallory" is added to the query
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | a.jpg  |
    Then it succeeds
    And result.nickname is Tobias

    Examples:
      | place |
      | JSON  |
      | form  |

  @C11.7
  Scenario Outline: So it does in a GET with a <place> body
    Given parameters are sent as <place>
    And "count=100" is added to the query
    When "Toby" calls listCards with:
      | count | 1 |
    Then it succeeds
    And result.page.count is 1
    And result.list has 1 items

    Examples:
      | place |
      | JSON  |
      | form  |

  @C11.7
  Scenario: What is in the query alone counts too
    Given "bio=busy" is added to the query and signed
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
      | avatar   | a.jpg  |
    Then it succeeds
    And result.bio is busy

  @C12.1
  Scenario: Of several broken parameters one is told, and nothing is done
    When "Toby" calls updateProfile with:
      | nickname |  |
      | avatar   |  |
    Then the status is 200
    And errorCode is 0
    And every message is one of "名字不能为空, 头像不能为空"
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby
    And result.avatar is not ""
    When "Toby" calls updateProfile with:
      | nickname | Tobias |
    Then it fails with 0 "头像不能为空"
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby

  @C12.1
  Scenario: A new profile with a broken parameter is none
    When "Newcomer" calls initProfile with:
      | nickname | Newcomer |
    Then it fails with 0 "头像不能为空"
    When "Toby" calls getProfile with:
      | uid | {Newcomer's uid} |
    Then it fails with 200002 "用户不存在"

  @C12.2
  Scenario Outline: A number in a <place> that is none: <value>
    Given parameters are sent as <place>
    When "Toby" calls listBlocks with:
      | count | <value> |
    Then it fails with 0 "count类型不正确"

    Examples:
      | place | value |
      | query | abc   |
      | query | 1.5   |
      | query | 10条  |
      | form  | abc   |
      | form  | [10]  |

  @C12.3
  Scenario Outline: A JSON member that cannot be read as its type: <name> <value>
    Given parameters are sent as JSON
    When "Toby" calls <operation> with:
      | nickname      | Toby        |
      | avatar        | a.jpg       |
      | mobile        | 13900139000 |
      | <name> (JSON) | <value>     |
    Then the status is 400
    And the body is empty
    Given calls are signed with the secret "nobodys-secret"
    When "Toby" calls <operation> with:
      | nickname      | Toby        |
      | avatar        | a.jpg       |
      | mobile        | 13900139000 |
      | <name> (JSON) | <value>     |
    Then the status is 401

    Examples:
      | operation     | name        | value            |
      | updateProfile | bio         | {"text": "Toby"} |
      | updateProfile | bio         | ["Toby"]         |
      | sendCaptcha   | countryCode | {"code": 86}     |
      | listBlocks    | count       | "abc"            |
      | listMessages  | count       | {"count": 10}    |
      | listCards     | count       | [10]             |

  @C12.3
  Scenario: What cannot be read is told before a rule that is broken
    When "Toby" calls updateProfile with:
      | nickname   |          |
      | avatar     | a.jpg    |
      | bio (JSON) | ["Toby"] |
    Then the status is 400

  @C12.4
  Scenario: A text is read for a number, and a number for a text
    Given parameters are sent as JSON
    When "Toby" calls listCards with:
      | count (JSON) | "1" |
    Then it succeeds
    And result.page.count is 1
    And result.list has 1 items
    When "Toby" calls updateProfile with:
      | nickname (JSON) | 42    |
      | avatar          | a.jpg |
    Then it succeeds
    And result.nickname is "42"
    When a stranger calls logIn with:
      | countryCode (JSON) | 86          |
      | mobile (JSON)      | 13900139000 |
      | captcha (JSON)     | 8888        |
    Then it succeeds with the message "注册成功"

  @C12.4
  Scenario: Rules hold for what was read
    Given parameters are sent as JSON
    When "Toby" calls listCards with:
      | count (JSON) | "101" |
    Then it fails with 0 "count只能在0到100之间"
    When a stranger calls logIn with:
      | mobile (JSON)  | 13900139000 |
      | captcha (JSON) | 888         |
    Then it fails with 0 "验证码格式不正确"

  @C12.5
  Scenario Outline: What an operation does not define has no effect in a <place>, but is signed
    When "Toby" calls listCards with:
      | count | 10 |
    Given parameters are sent as <place>
    When "Toby" calls listCards with:
      | count    | 10     |
      | page     | 2      |
      | Count    | 1      |
      | nickname |        |
      | uid      | nobody |
    Then it succeeds
    And the answer is the same as before
    Given after signing "page" is changed to "3"
    When "Toby" calls listCards with:
      | count | 10 |
      | page  | 2  |
    Then the status is 401

    Examples:
      | place |
      | JSON  |
      | form  |
      | query |

  @C12.5
  Scenario: Nor has it in a write
    When "Newcomer" calls initProfile with:
      | nickname    | Newcomer        |
      | avatar      | a.jpg           |
      | uid         | {Toby's uid}    |
      | allowLive   | 1               |
      | cardTotal   | 99              |
      | tags (JSON) | ["a", {"b": 1}] |
    Then it succeeds
    And result.uid is {Newcomer's uid}
    And result.allowLive is 0
    And result.cardTotal is 0
