@chaoqer
Feature: Users tell the operator what they think

  @C73.4
  Scenario: Feedback is confirmed
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 0      |
      | originId           |        |
      | feedbackType       | 0      |
      | feedbackContent    | 很好用 |
    Then @this equals:
      """
      {"result": {}, "message": "反馈成功", "status": 1}
      """

  @C73.1
  Scenario Outline: It is kept as it was sent: <type> "<id>" <pictures>
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls sendFeedback with:
      | originFeedbackType | <type>     |
      | originId           | <id>       |
      | feedbackType       | 0          |
      | feedbackContent    | 很好用     |
      | feedbackImageList  | <pictures> |
    Then it succeeds with the message "反馈成功"
    When a stranger calls admin.listRows with:
      | api   | chaoqer   |
      | table | feedbacks |
    Then total is 1
    And rows.0.uid is {Toby's uid}
    And rows.0.originFeedbackType is <type>
    And rows.0.originId is "<id>"
    And rows.0.feedbackType is 0
    And rows.0.feedbackContent is 很好用
    And rows.0.feedbackImageList equals:
      """
      <pictures>
      """

    Examples: of the app, and of a room, which need not be there
      | type | id                               | pictures                    |
      | 0    |                                  | ["a.jpg"]                   |
      | 0    | app                              | ["a.jpg", "b.jpg"]          |
      | 1    | 7b641bee240e4d84ad1a7f44b9811406 | ["a.jpg", "b.jpg", "c.jpg"] |
      | 1    | nobody                           | ["a.jpg"]                   |

  @C73.1
  Scenario Outline: Its content has 1 to 500 characters
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 0         |
      | originId           |           |
      | feedbackType       | 0         |
      | feedbackContent    | <content> |
    Then it succeeds with the message "反馈成功"
    When a stranger calls admin.listRows with:
      | api   | chaoqer   |
      | table | feedbacks |
    Then total is 1
    And rows.0.feedbackContent is "<content>"

    Examples:
      | content                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                  |
      | 好                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       |
      | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     |
      | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持 |

  @C73.3
  Scenario Outline: What is bad is refused: <name> is <value>
    When "Toby" calls sendFeedback with:
      | originFeedbackType (JSON) | 0        |
      | originId (JSON)           | ""       |
      | feedbackType (JSON)       | 0        |
      | feedbackContent (JSON)    | "很好用" |
      | <name> (JSON)             | <value>  |
    Then it fails with 0 "<message>"
    When a stranger calls admin.listRows with:
      | api   | chaoqer   |
      | table | feedbacks |
    Then total is 0

    Examples:
      | name               | value                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        | message                 |
      | originFeedbackType | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈来源类型不能为空    |
      | originFeedbackType | -1                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 反馈来源类型不存在      |
      | originFeedbackType | 2                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 反馈来源类型不存在      |
      | originId           | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈来源ID不能为空      |
      | feedbackType       | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈类型不能为空        |
      | feedbackType       | 1                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 反馈类型不存在          |
      | feedbackType       | -1                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 反馈类型不存在          |
      | feedbackContent    | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈内容不能为空        |
      | feedbackContent    | ""                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 反馈内容不能为空        |
      | feedbackContent    | "  "                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈内容不能为空        |
      | feedbackContent    | "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijx"                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                      | 反馈内容不能超过500个字 |
      | feedbackContent    | "超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持好" | 反馈内容不能超过500个字 |
      | feedbackImageList  | ["a", "b", "c", "d"]                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 至多添加三张图片        |

  @C73.3
  Scenario: What is absent is refused
    When "Toby" calls sendFeedback with:
      | originId        |        |
      | feedbackType    | 0      |
      | feedbackContent | 很好用 |
    Then it fails with 0 "反馈来源类型不能为空"
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 0      |
      | feedbackType       | 0      |
      | feedbackContent    | 很好用 |
    Then it fails with 0 "反馈来源ID不能为空"
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 0      |
      | originId           |        |
      | feedbackContent    | 很好用 |
    Then it fails with 0 "反馈类型不能为空"
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 0 |
      | originId           |   |
      | feedbackType       | 0 |
    Then it fails with 0 "反馈内容不能为空"

  @C12.6
  Scenario Outline: A text is no list of pictures: <value>
    When "Toby" calls sendFeedback with:
      | originFeedbackType       | 0       |
      | originId                 |         |
      | feedbackType             | 0       |
      | feedbackContent          | 很好用  |
      | feedbackImageList (JSON) | <value> |
    Then the status is 400
    And the body is empty
    When a stranger calls admin.listRows with:
      | api   | chaoqer   |
      | table | feedbacks |
    Then total is 0

    Examples:
      | value         |
      | "a.jpg"       |
      | "[\"a.jpg\"]" |
      | ""            |

  @C73.1
  Scenario Outline: Pictures in a <place> are a list all the same
    Given parameters are sent as <place>
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 0                 |
      | originId           | app               |
      | feedbackType       | 0                 |
      | feedbackContent    | 很好用            |
      | feedbackImageList  | ["a.jpg","b.jpg"] |
    Then it succeeds
    Given calls are signed as they should be
    When a stranger calls admin.listRows with:
      | api   | chaoqer   |
      | table | feedbacks |
    Then rows.0.feedbackImageList equals:
      """
      ["a.jpg", "b.jpg"]
      """

    Examples:
      | place |
      | JSON  |
      | form  |
      | query |

  @C73.1
  Scenario: There need be none
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 1                                |
      | originId           | 7b641bee240e4d84ad1a7f44b9811406 |
      | feedbackType       | 0                                |
      | feedbackContent    | 很好用                           |
      | feedbackImageList  | []                               |
    Then it succeeds with the message "反馈成功"

  @C13.1 @C13.2
  Scenario Outline: The same feedback at once is one: after <time>
    When "Toby" calls sendFeedback with:
      | originFeedbackType | 0      |
      | originId           |        |
      | feedbackType       | 0      |
      | feedbackContent    | 很好用 |
    Then it succeeds
    When <time> pass
    And "Toby" calls sendFeedback with:
      | originFeedbackType | 0      |
      | originId           |        |
      | feedbackType       | 0      |
      | feedbackContent    | 很好用 |
    Then message is "<message>"
    When a stranger calls admin.listRows with:
      | api   | chaoqer   |
      | table | feedbacks |
    Then total is <total>

    Examples:
      | time  | message          | total |
      | 499ms | 短时间内重复调用 | 1     |
      | 500ms | 反馈成功         | 2     |
