@chaoqer
Feature: Users complain about others, and about rooms

  @C73.4
  Scenario: A report is confirmed
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | 4            |
      | reason           | 广告营销     |
    Then @this equals:
      """
      {"result": {}, "message": "投诉成功", "status": 1}
      """

  @C73.2
  Scenario Outline: It is kept as it was sent: <type> <id> <reason>
    When "Toby" calls sendReport with:
      | originReportType | <type>     |
      | originId         | <id>       |
      | reportReasonType | <reason>   |
      | reason           | 看着不舒服 |
    Then it succeeds with the message "投诉成功"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | reports |
    Then total is 1
    And rows.0.uid is {Toby's uid}
    And rows.0.originReportType is <type>
    And rows.0.originId is "<id>"
    And rows.0.reportReasonType is <reason>
    And rows.0.reason is 看着不舒服

    Examples: about users and rooms, which need not be there
      | type | id                               | reason |
      | 1    | {Tony's uid}                     | 1      |
      | 1    | 00000000000000000000000000000000 | 2      |
      | 1    | nobody                           | 3      |
      | 2    | 7b641bee240e4d84ad1a7f44b9811406 | 4      |
      | 2    | 00000000000000000000000000000000 | 5      |

  @C73.2
  Scenario Outline: Its reason has 1 to 500 characters
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | 5            |
      | reason           | <reason>     |
    Then it succeeds with the message "投诉成功"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | reports |
    Then total is 1
    And rows.0.reason is "<reason>"

    Examples:
      | reason                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   |
      | 烦                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       |
      | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     |
      | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持 |

  @C73.3
  Scenario Outline: What is bad is refused: <name> is <value>
    When "Toby" calls sendReport with:
      | originReportType (JSON) | 1              |
      | originId (JSON)         | "{Tony's uid}" |
      | reportReasonType (JSON) | 5              |
      | reason (JSON)           | "看着不舒服"   |
      | <name> (JSON)           | <value>        |
    Then it fails with 0 "<message>"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | reports |
    Then total is 0

    Examples:
      | name             | value                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        | message                 |
      | originReportType | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉来源类型不能为空    |
      | originReportType | 0                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 投诉来源类型不存在      |
      | originReportType | 3                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 投诉来源类型不存在      |
      | originId         | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉来源ID不能为空      |
      | originId         | ""                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 投诉来源ID不能为空      |
      | originId         | "  "                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉来源ID不能为空      |
      | reportReasonType | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉原因类型不能为空    |
      | reportReasonType | 0                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 投诉原因类型不存在      |
      | reportReasonType | 6                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 投诉原因类型不存在      |
      | reason           | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉原因不能为空        |
      | reason           | ""                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 投诉原因不能为空        |
      | reason           | "  "                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉原因不能为空        |
      | reason           | "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijx"                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                      | 投诉原因不能超过500个字 |
      | reason           | "超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持烦" | 投诉原因不能超过500个字 |

  @C73.3
  Scenario: What is absent is refused
    When "Toby" calls sendReport with:
      | originId         | {Tony's uid} |
      | reportReasonType | 5            |
      | reason           | 看着不舒服   |
    Then it fails with 0 "投诉来源类型不能为空"
    When "Toby" calls sendReport with:
      | originReportType | 1          |
      | reportReasonType | 5          |
      | reason           | 看着不舒服 |
    Then it fails with 0 "投诉来源ID不能为空"
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reason           | 看着不舒服   |
    Then it fails with 0 "投诉原因类型不能为空"
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | 5            |
    Then it fails with 0 "投诉原因不能为空"

  @C73.5
  Scenario Outline: A second report of the same is none: after <time>
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | 4            |
      | reason           | 广告营销     |
    Then it succeeds
    When <time> pass
    And "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | <type>       |
      | reason           | <reason>     |
    Then it succeeds with the message "投诉成功"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | reports |
    Then total is 1
    And rows.0.reportReasonType is 4
    And rows.0.reason is 广告营销

    Examples: with another reason, and with the same
      | time  | type | reason   |
      | 0s    | 5    | 又来了   |
      | 500ms | 4    | 广告营销 |
      | 24h   | 1    | 又来了   |

  @C73.5
  Scenario Outline: Another one is one more: <persona> <type> <id>
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | 4            |
      | reason           | 广告营销     |
    And "<persona>" calls sendReport with:
      | originReportType | <type>   |
      | originId         | <id>     |
      | reportReasonType | 4        |
      | reason           | 广告营销 |
    Then it succeeds with the message "投诉成功"
    When a stranger calls admin.listRows with:
      | api   | chaoqer |
      | table | reports |
    Then total is 2

    Examples: by another, of another kind, about another
      | persona | type | id           |
      | 枫叶    | 1    | {Tony's uid} |
      | Toby    | 2    | {Tony's uid} |
      | Toby    | 1    | {铭恺's uid} |

  @C13.1
  Scenario: The same report at once is no report
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | 4            |
      | reason           | 广告营销     |
    Then it succeeds
    When "Toby" calls sendReport with:
      | originReportType | 1            |
      | originId         | {Tony's uid} |
      | reportReasonType | 4            |
      | reason           | 广告营销     |
    Then it fails with -1 "短时间内重复调用"
    And the diagnosis names call-repeated
