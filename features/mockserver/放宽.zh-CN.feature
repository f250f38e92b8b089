# language: zh-CN
@admin
功能: 按需放宽
  被放过的地方都会注明, 免得有人以为请求是对的.

  场景: 签名不对也能调用, 诊断照样说明原因
    假如 模拟服务放宽 "sign"
    而且 调用用密钥 "不对" 签名
    当 "Toby" 调用 chaoqer.listCards:
      | count | 10 |
    那么 调用成功
    而且 诊断指出 relaxed
    而且 诊断说明 "relaxed: sign: the signature is that of another text or secret"

  场景: 还没有登录的人算作管理员
    假如 模拟服务放宽 "auth, duplicates"
    当 陌生人调用 tickets.getTicket
    那么 调用成功
    而且 诊断说明 "it counts as a request of Sun"

  场景: 没有放宽就照常拒绝
    当 陌生人调用 tickets.getTicket
    那么 诊断指出 authorization-missing
