# language: zh-CN
@chaoqer
功能: 更新 JPushID

  @C71 @C17.3
  场景大纲: 任何 JPushID 都可以: <ID>
    当 "Toby" 调用 "更新JPushID":
      | jPushId | <ID> |
    那么 @this 等于:
      """
      {"result": {}, "message": "Success", "status": 1}
      """

    例子:
      | ID                  |
      | 1507bfd3f7c466c0d5c |
      | 推送                |

  @C14.5
  场景: 没有资料的账号也可以
    当 "Newcomer" 调用 "更新JPushID":
      | jPushId | 1507bfd3f7c466c0d5c |
    那么 调用成功

  @C05.1 @C09.1
  场景: 但要登录和签名
    当 陌生人调用 "更新JPushID":
      | jPushId | 1507bfd3f7c466c0d5c |
    那么 状态码是 401
    假如 调用不签名
    当 "Toby" 调用 "更新JPushID":
      | jPushId | 1507bfd3f7c466c0d5c |
    那么 状态码是 400
