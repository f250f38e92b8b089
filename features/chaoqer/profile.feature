@chaoqer
Feature: A profile is how others see a user

  @C30.1
  Scenario Outline: A new profile needs a nickname
    When "Newcomer" calls initProfile with:
      | avatar | nova.png |
      | <name> | <value>  |
    Then it fails with 0 "名字不能为空"
    When "Toby" calls getProfile with:
      | uid | {Newcomer's uid} |
    Then it fails with 200002 "用户不存在"

    Examples:
      | name            | value |
      | bio             | 你好  |
      | nickname        |       |
      | nickname (JSON) | "  "  |

  @C30.1
  Scenario Outline: And an avatar
    When "Newcomer" calls initProfile with:
      | nickname | Nova    |
      | <name>   | <value> |
    Then it fails with 0 "头像不能为空"
    When "Toby" calls getProfile with:
      | uid | {Newcomer's uid} |
    Then it fails with 200002 "用户不存在"

    Examples:
      | name          | value |
      | bio           | 你好  |
      | avatar        |       |
      | avatar (JSON) | "  "  |

  @C30.2
  Scenario Outline: A new nickname has 20 characters at most
    When "Newcomer" calls initProfile with:
      | nickname | <nickname>x |
      | avatar   | nova.png    |
    Then it fails with 0 "设置的名字不能超过20个字"
    When "Newcomer" calls listBlocks with:
      | count | 10 |
    Then it fails with 200000 "用户资料未初始化"
    When "Newcomer" calls initProfile with:
      | nickname | <nickname> |
      | avatar   | nova.png   |
    Then it succeeds
    And result.nickname is "<nickname>"

    Examples:
      | nickname                                 |
      | abcdefghijklmnopqrst                     |
      | 赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许 |

  @C30.3
  Scenario: A new profile has no bio
    When "Newcomer" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
      | bio      | 你好哇   |
    Then it succeeds
    And result.bio is ""
    When "Toby" calls getProfile with:
      | uid | {Newcomer's uid} |
    Then result.bio is ""

  @C30.4
  Scenario: The answer is the profile
    When "Newcomer" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
    Then @this equals:
      """
      {
        "result": {
          "uid": "{Newcomer's uid}", "nickname": "Nova", "avatar": "nova.png", "bio": "",
          "blocked": 0, "sendCard": 0, "cardTotal": 0, "allowLive": 0
        },
        "message": "Success", "status": 1
      }
      """

  @C30.4
  Scenario Outline: It opens the account
    When "Newcomer" calls <operation> with:
      | <name> | <value> |
    Then it fails with 200000 "用户资料未初始化"
    When "Newcomer" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
    And "Newcomer" calls <operation> with:
      | <name> | <value> |
    Then it succeeds

    Examples:
      | operation    | name  | value        |
      | getProfile   | uid   | {Toby's uid} |
      | listBlocks   | count | 10           |
      | block        | uid   | {Toby's uid} |
      | unblock      | uid   | {Toby's uid} |
      | listMessages | count | 10           |
      | sendCard     | uid   | {Toby's uid} |
      | deleteCard   | uid   | {Toby's uid} |
      | listCards    | count | 10           |

  @C30.4
  Scenario: The update of the profile is open, too
    When "Newcomer" calls updateProfile with:
      | nickname | Nora     |
      | avatar   | nora.png |
    Then it fails with 200000 "用户资料未初始化"
    When "Newcomer" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
    And "Newcomer" calls updateProfile with:
      | nickname | Nora     |
      | avatar   | nora.png |
    Then it succeeds
    And result.nickname is Nora

  @C30.4
  Scenario: Whoever has a profile can be met
    When "Newcomer" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
    And "Toby" calls getProfile with:
      | uid | {Newcomer's uid} |
    Then result.nickname is Nova
    And result.avatar is nova.png
    When "Toby" calls sendCard with:
      | uid | {Newcomer's uid} |
    Then it succeeds
    When "Newcomer" calls getUnreadTotal
    Then result is 1

  @C30.5
  Scenario Outline: A second profile is refused, and the first one stays
    When "Newcomer" calls initProfile with:
      | nickname | Nova     |
      | avatar   | nova.png |
    Then it succeeds
    When half a second later
    And "Newcomer" calls initProfile with:
      | nickname | <nickname> |
      | avatar   | <avatar>   |
    Then it fails with 200001 "用户资料已初始化"
    When "Newcomer" calls getProfile with:
      | uid | {Newcomer's uid} |
    Then result.nickname is Nova
    And result.avatar is nova.png

    Examples:
      | nickname | avatar   |
      | Nova     | nova.png |
      | Nora     | nora.png |

  @C30.5
  Scenario: So is one of a user of old
    When "Toby" calls initProfile with:
      | nickname | Bob     |
      | avatar   | bob.png |
    Then it fails with 200001 "用户资料已初始化"
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby
    And result.bio contains "超圈程序员@LitGeek"

  @C31.1
  Scenario Outline: An update needs a nickname, too
    When "Toby" calls updateProfile with:
      | avatar | bob.png |
      | <name> | <value> |
    Then it fails with 0 "名字不能为空"
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby
    And result.avatar is not bob.png

    Examples:
      | name            | value |
      | bio             | 你好  |
      | nickname        |       |
      | nickname (JSON) | "  "  |

  @C31.1
  Scenario Outline: And an avatar, too
    When "Toby" calls updateProfile with:
      | nickname | Bob     |
      | <name>   | <value> |
    Then it fails with 0 "头像不能为空"
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby
    And result.bio contains "超圈程序员@LitGeek"

    Examples:
      | name          | value |
      | bio           | 你好  |
      | avatar        |       |
      | avatar (JSON) | "  "  |

  @C31.1
  Scenario Outline: An updated nickname has 20 characters at most, too
    When "Toby" calls updateProfile with:
      | nickname | <nickname>x |
      | avatar   | bob.png     |
    Then it fails with 0 "设置的名字不能超过20个字"
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.nickname is Toby
    When "Toby" calls updateProfile with:
      | nickname | <nickname> |
      | avatar   | bob.png    |
    Then it succeeds
    And result.nickname is "<nickname>"

    Examples:
      | nickname                                 |
      | abcdefghijklmnopqrst                     |
      | 赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许 |

  @C31.2
  Scenario Outline: A bio has 1000 characters at most
    Given "Toby" calls updateProfile with:
      | nickname | Toby      |
      | avatar   | toby.png  |
      | bio      | <hundred> |
    And result.bio is remembered as "hundred"
    When "Toby" calls updateProfile with:
      | nickname | Toby                                                                                             |
      | avatar   | toby.png                                                                                         |
      | bio      | {hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}<more> |
    Then it fails with 0 "介绍不能超过1000个字"
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.bio is "<hundred>"
    When "Toby" calls updateProfile with:
      | nickname | Toby                                                                                       |
      | avatar   | toby.png                                                                                   |
      | bio      | {hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred} |
    Then it succeeds
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.bio is "{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}"

    Examples:
      | hundred                                                                                                                                                                                                  | more |
      | A bio says in a few words who somebody is, what they like, and why one should not bring them bugs...                                                                                                     | x    |
      | 天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐吊民伐罪 | 。   |

  @C31.3
  Scenario: Without bio it is removed
    When "Toby" calls updateProfile with:
      | nickname | Toby     |
      | avatar   | toby.png |
    Then it succeeds
    And result.bio is ""
    When "Tony" calls getProfile with:
      | uid | {Toby's uid} |
    Then result.bio is ""

  @C31.3
  Scenario: An empty one is none
    When "Toby" calls updateProfile with:
      | nickname | Toby     |
      | avatar   | toby.png |
      | bio      |          |
    Then it succeeds
    And result.bio is ""

  @C31.3
  Scenario: A blank one is none
    When "Toby" calls updateProfile with:
      | nickname   | Toby     |
      | avatar     | toby.png |
      | bio (JSON) | "   "    |
    Then it succeeds
    And result.bio is ""

  @C31.3
  Scenario: A bio that is sent replaces the one before
    When "Tony" calls updateProfile with:
      | nickname | Tony               |
      | avatar   | tony.png           |
      | bio      | 你好哇... @LitGeek |
    Then result.bio is "你好哇... @LitGeek"
    When "Tony" calls updateProfile with:
      | nickname | Tony     |
      | avatar   | tony.png |
    Then result.bio is ""

  @C31.3
  Scenario: Nickname and avatar are replaced, the rest of the profile stays
    When "Toby" calls updateProfile with:
      | nickname | Bob     |
      | avatar   | bob.png |
    Then @this equals:
      """
      {
        "result": {
          "uid": "{Toby's uid}", "nickname": "Bob", "avatar": "bob.png", "bio": "",
          "blocked": 0, "sendCard": 0, "cardTotal": 2, "allowLive": 1
        },
        "message": "Success", "status": 1
      }
      """
    When "铭恺" calls getProfile with:
      | uid | {Toby's uid} |
    Then result equals:
      """
      {
        "uid": "{Toby's uid}", "nickname": "Bob", "avatar": "bob.png", "bio": "",
        "blocked": 0, "sendCard": 1, "cardTotal": 2, "allowLive": 1
      }
      """
    When "铭恺" calls listCards with:
      | count | 10 |
    Then result.list.0.userProfileResult.nickname is Bob
    When "Toby" calls getProfile with:
      | uid | {铭恺's uid} |
    Then result.nickname is 铭恺

  @C32.1
  Scenario: All members of another's profile
    When "Toby" calls getProfile with:
      | uid | {Tony's uid} |
    Then @this equals:
      """
      {
        "result": {
          "uid": "{Tony's uid}", "nickname": "Tony",
          "avatar": "https://cdn.chaoqer.com/image/250228d2eb8e4db8b4fc6b8e3e2a902d/avatar/b8eb601c205e4518af93c3ef7b734ef0.jpg",
          "bio": "开心就好", "blocked": 1, "sendCard": 1, "cardTotal": 3, "allowLive": 0
        },
        "message": "Success", "status": 1
      }
      """

  @C32.1
  Scenario: All members of one's own
    When "Toby" calls getProfile with:
      | uid | {Toby's uid} |
    Then result equals:
      """
      {
        "uid": "{Toby's uid}", "nickname": "Toby",
        "avatar": "https://cdn.chaoqer.com/image/6ce4443c8fcd4a2b8b407bda86ab4408/avatar/49d8ec7c29474523868a73eb0d395557.jpg",
        "bio": "-超圈程序员@LitGeek\n\n-有bug别找我！", "blocked": 0, "sendCard": 0, "cardTotal": 2, "allowLive": 1
      }
      """

  @C32.2
  Scenario Outline: A profile is seen by somebody
    When "<viewer>" calls getProfile with:
      | uid | {<user>'s uid} |
    Then it succeeds
    And result.nickname is <user>
    And result.blocked is <blocked>
    And result.sendCard is <sendCard>
    And result.cardTotal is <cardTotal>

    Examples: blocked and sendCard are the viewer's, cardTotal the user's
      | viewer | user | blocked | sendCard | cardTotal |
      | Toby   | Tony | 1       | 1        | 3         |
      | Tony   | Toby | 0       | 0        | 2         |
      | Toby   | 铭恺 | 0       | 1        | 1         |
      | 铭恺   | Toby | 0       | 1        | 2         |
      | Toby   | 枫叶 | 0       | 0        | 0         |
      | 枫叶   | Toby | 0       | 1        | 2         |
      | 枫叶   | Tony | 0       | 1        | 3         |
      | 枫叶   | 枫叶 | 0       | 0        | 0         |
      | Tony   | Tony | 0       | 0        | 3         |

  @C32.2
  Scenario Outline: Nobody hides who is blocked, or blocks
    When "铭恺" calls block with:
      | uid | {枫叶's uid} |
    And "<viewer>" calls getProfile with:
      | uid | {<user>'s uid} |
    Then it succeeds
    And result.nickname is <user>
    And result.blocked is <blocked>

    Examples:
      | viewer | user | blocked |
      | 铭恺   | 枫叶 | 1       |
      | 枫叶   | 铭恺 | 0       |

  @C32.3
  Scenario Outline: Nobody's profile, and one that there is not yet
    When "Toby" calls getProfile with:
      | uid | <uid> |
    Then it fails with 200002 "用户不存在"

    Examples:
      | uid                              |
      | 00000000000000000000000000000000 |
      | 6ce4443c8fcd4a2b8b407bda86ab4409 |
      | {Newcomer's uid}                 |

  @C32.4
  Scenario: Without bio it is an empty text
    When "Toby" calls getProfile with:
      | uid | {枫叶's uid} |
    Then result.bio is ""

  @C30.2
  Scenario Outline: An emoji counts two: <nickname>
    When "Newcomer" calls initProfile with:
      | nickname | <nickname> |
      | avatar   | a.png      |
    Then message is "<message>"

    Examples:
      | nickname              | message                  |
      | 👆👆👆👆👆👆👆👆👆👆  | Success                  |
      | 👆👆👆👆👆👆👆👆👆👆a | 设置的名字不能超过20个字 |
