@chaoqer
Feature: Who may upload, and who may open the H5 pages
  The operations of the chapters Aliyun and H5 for a stranger, for a frozen account, for one without profile, for a user,
  for one who does not sign, and for a browser. All calls send the same parameters; each operation takes those that it has.

  Scenario Outline: A stranger is refused: <operation>
    When a stranger calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
      | imageDir    | avatar                           |
    Then the status is 401
    And the body is empty
    And the diagnosis names <id>

    @C05.1
    Examples:
      | operation   | id                    |
      | uploadImage | authorization-missing |

    @C75.1
    Examples:
      | operation         | id             |
      | getH5WeixinConfig | weixin-missing |
      | getH5Room         | weixin-missing |
      | getH5Club         | weixin-missing |
      | getH5Profile      | weixin-missing |
      | getH5Event        | weixin-missing |

  @C18.2
  Scenario Outline: A frozen account is refused: <operation>
    Given the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When "Frost" calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
      | imageDir    | avatar                           |
    Then the status is 401
    And the body is empty
    And the diagnosis names account-frozen

    Examples:
      | operation         |
      | uploadImage       |
      | getH5WeixinConfig |
      | getH5Room         |
      | getH5Club         |
      | getH5Profile      |
      | getH5Event        |

  @C14.9
  Scenario Outline: An account without profile is refused: <operation>
    Given the header "Cookie" is sent as "chaoqer_wx_code=toby-weixin-code"
    When "Newcomer" calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
    Then it fails with 200000 "用户资料未初始化"

    Examples:
      | operation         |
      | getH5WeixinConfig |
      | getH5Room         |
      | getH5Club         |
      | getH5Profile      |
      | getH5Event        |

  @C14.3
  Scenario: An account without profile is served: uploadImage
    When "Newcomer" calls uploadImage with:
      | imageDir | avatar |
    Then it succeeds with the message "Success"

  @C08.1
  Scenario Outline: A user is served: <operation>
    When "Toby" calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
      | imageDir    | avatar                           |
    Then it succeeds with the message "Success"

    Examples:
      | operation         |
      | uploadImage       |
      | getH5WeixinConfig |
      | getH5Room         |
      | getH5Club         |
      | getH5Profile      |
      | getH5Event        |

  @C09.1
  Scenario Outline: A user who does not sign is refused: <operation>
    Given calls are not signed
    When "Toby" calls <operation> with:
      | roomCacheId | f6fa3eef2e7344abad2035e13b19b79d |
      | clubId      | 5e0c7a50a85e48fdb386f2ddbdd6e971 |
      | uid         | {Tony's uid}                     |
      | eventId     | 99f43e8566b4413288fb02e0f4a9acc3 |
      | url         | https://h5.chaoqer.com/          |
      | imageDir    | avatar                           |
    Then the status is 400
    And the body is empty
    And the diagnosis names sign-missing

    Examples:
      | operation         |
      | uploadImage       |
      | getH5WeixinConfig |
      | getH5Room         |
      | getH5Club         |
      | getH5Profile      |
      | getH5Event        |

  @C75.4
  Scenario Outline: A browser without the login is sent to get it: <path>
    When this request is sent:
      """
      POST <path>
      Accept: text/html
      """
    Then the status is 302
    And the body is empty
    And the answer's header "Location" contains "/__weixin/{session}/authorize?"

    Examples:
      | path                                         |
      | /h5/weixin/config                            |
      | /h5/room/f6fa3eef2e7344abad2035e13b19b79d    |
      | /h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971    |
      | /h5/profile/250228d2eb8e4db8b4fc6b8e3e2a902d |
      | /h5/event/99f43e8566b4413288fb02e0f4a9acc3   |
