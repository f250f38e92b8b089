# language: zh-CN
@chaoqer
功能: 版本升级, 反馈, 投诉和链接预览

  @C72.2 @C72.6 @C72.7
  场景: 无需登录和签名即可获取最新版本
    假如 调用不签名
    当 陌生人调用 "获取最新版本":
      | Client-Type  | 1  |
      | Version-Code | 18 |
    那么 @this 等于:
      """
      {
        "result": {
          "clientType": 1, "createTime": 1618818435105, "downloadUrl": "https://apps.apple.com/cn/app/id1556448380",
          "forcedUpgrade": 0, "versionCode": 19, "versionDesc": "增加了名片夹功能",
          "versionId": "14205a41a5b5dd563fbc816b9a4c4df8", "versionName": "0.1.7"
        },
        "message": "Success", "status": 1
      }
      """

  @C72.1 @C72.3
  场景大纲: 网页和最新版本无需升级: <客户端> <版本>
    当 陌生人调用 "获取最新版本":
      | Client-Type  | <客户端> |
      | Version-Code | <版本>   |
    那么 调用失败, 错误码 0, 信息 "当前已经是最新版本"

    例子:
      | 客户端 | 版本 |
      | 0      | 8    |
      |        | 8    |
      | 1      | 19   |
      | 1      | 20   |
      | 2      | 10   |

  @C72.4
  场景大纲: 有强制版本时必须升级: <客户端> <版本>
    当 陌生人调用 "获取最新版本":
      | Client-Type  | <客户端> |
      | Version-Code | <版本>   |
    那么 result.forcedUpgrade 是 <强制>

    例子: Android 9 是强制版本
      | 客户端 | 版本 | 强制 |
      | 2      | 8    | 1    |
      | 2      | 9    | 1    |
      | 1      | 17   | 0    |

  @C72.5
  场景大纲: 落后五个版本时必须升级: <版本>
    假如 versions 表新增 1:15, 仿照 1:19, 但:
      | clientType  | 1  |
      | versionCode | 15 |
    而且 versions 表新增 1:16, 仿照 1:19, 但:
      | clientType  | 1  |
      | versionCode | 16 |
    当 陌生人调用 "获取最新版本":
      | Client-Type  | 1      |
      | Version-Code | <版本> |
    那么 result.versionCode 是 19
    而且 result.forcedUpgrade 是 <强制>

    例子:
      | 版本 | 强制 |
      | 14   | 1    |
      | 15   | 1    |
      | 16   | 0    |

  @C73.1 @C73.4
  场景大纲: 反馈成功: <来源> <图片>
    当 "Toby" 调用 "反馈":
      | originFeedbackType | <来源> |
      | originId           |        |
      | feedbackType       | 0      |
      | feedbackContent    | <内容> |
      | feedbackImageList  | <图片> |
    那么 @this 等于:
      """
      {"result": {}, "message": "反馈成功", "status": 1}
      """
    当 陌生人调用 admin.listRows:
      | api   | chaoqer   |
      | table | feedbacks |
    那么 total 是 1
    而且 rows.0.originFeedbackType 是 <来源>
    而且 rows.0.feedbackContent 是 "<内容>"

    例子:
      | 来源 | 内容                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     | 图片                        |
      | 0    | 好                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       | []                          |
      | 1    | 超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持 | ["a.jpg", "b.jpg", "c.jpg"] |

  @C73.3
  场景大纲: 反馈的参数不正确: <参数> 为 <值>
    当 "Toby" 调用 "反馈":
      | originFeedbackType（JSON） | 0        |
      | originId（JSON）           | ""       |
      | feedbackType（JSON）       | 0        |
      | feedbackContent（JSON）    | "很好用" |
      | <参数>（JSON）             | <值>     |
    那么 调用失败, 错误码 0, 信息 "<信息>"

    例子:
      | 参数               | 值                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 信息                    |
      | originFeedbackType | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈来源类型不能为空    |
      | originFeedbackType | 2                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 反馈来源类型不存在      |
      | originId           | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈来源ID不能为空      |
      | feedbackType       | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 反馈类型不能为空        |
      | feedbackType       | 1                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 反馈类型不存在          |
      | feedbackContent    | ""                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 反馈内容不能为空        |
      | feedbackContent    | "超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持好" | 反馈内容不能超过500个字 |
      | feedbackImageList  | ["a", "b", "c", "d"]                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 至多添加三张图片        |

  @C12.6
  场景: 图片列表不能是一段文本
    当 "Toby" 调用 "反馈":
      | originFeedbackType        | 0       |
      | originId                  |         |
      | feedbackType              | 0       |
      | feedbackContent           | 很好用  |
      | feedbackImageList（JSON） | "a.jpg" |
    那么 状态码是 400

  @C73.2 @C73.4 @C73.5
  场景: 同一用户对同一来源的投诉只记录一次
    当 "Toby" 调用 "投诉":
      | originReportType | 2                                |
      | originId         | 7b641bee240e4d84ad1a7f44b9811406 |
      | reportReasonType | 4                                |
      | reason           | 广告营销                         |
    那么 @this 等于:
      """
      {"result": {}, "message": "投诉成功", "status": 1}
      """
    当 "Toby" 调用 "投诉":
      | originReportType | 2                                |
      | originId         | 7b641bee240e4d84ad1a7f44b9811406 |
      | reportReasonType | 5                                |
      | reason           | 又来了                           |
    那么 调用成功, 信息 "投诉成功"
    当 陌生人调用 admin.listRows:
      | api   | chaoqer |
      | table | reports |
    那么 total 是 1
    而且 rows.0.reason 是 广告营销

  @C73.3
  场景大纲: 投诉的参数不正确: <参数> 为 <值>
    当 "Toby" 调用 "投诉":
      | originReportType（JSON） | 1               |
      | originId（JSON）         | "{Tony 的 uid}" |
      | reportReasonType（JSON） | 5               |
      | reason（JSON）           | "看着不舒服"    |
      | <参数>（JSON）           | <值>            |
    那么 调用失败, 错误码 0, 信息 "<信息>"

    例子:
      | 参数             | 值                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 信息                    |
      | originReportType | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉来源类型不能为空    |
      | originReportType | 0                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 投诉来源类型不存在      |
      | originId         | "  "                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉来源ID不能为空      |
      | reportReasonType | null                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         | 投诉原因类型不能为空    |
      | reportReasonType | 6                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            | 投诉原因类型不存在      |
      | reason           | ""                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           | 投诉原因不能为空        |
      | reason           | "超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持超圈日程活动嘉宾主持烦" | 投诉原因不能超过500个字 |

  @C74.2
  场景: 已知链接的预览
    当 "Toby" 调用 "获取链接预览":
      | linkMD5 | 1c1af020dd10cfc503046d62e6f87332 |
    那么 result 恰好有这些成员:
      | title       |
      | description |
      | image       |
      | url         |
    而且 result.description 是 创业吧，趁年轻！

  @C74.3 @C74.4
  场景大纲: 没有协议的链接以 http:// 开头计算: <链接>
    当 "Toby" 调用 "获取链接预览":
      | linkMD5 | <MD5> |
    那么 result 等于:
      """
      {"title": "", "description": "", "image": "", "url": ""}
      """
    假如 links 表新增 <MD5>, 仿照 1c1af020dd10cfc503046d62e6f87332, 但:
      | linkMD5 | <MD5>  |
      | url     | <链接> |
    当 "Toby" 调用 "获取链接预览":
      | linkMD5 | <MD5> |
    那么 result.url 是 "<链接>"

    例子:
      | 链接                | MD5                              |
      | example.com         | a9b9f04336ce0181a08e774e01113b31 |
      | https://example.com | c984d06aafbecf6bc55569f964148ea3 |

  @C74.1
  场景大纲: 不是小写 MD5 的路径不存在: <MD5>
    当 发送请求:
      """
      POST /app/link/preview/<MD5>
      """
    那么 状态码是 404

    例子:
      | MD5                              |
      | 1C1AF020DD10CFC503046D62E6F87332 |
      | 1c1af020dd10cfc503046d62e6f8733  |
