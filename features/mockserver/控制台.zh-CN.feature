# language: zh-CN
@admin
功能: 控制台在模拟服务里

  场景: 有给人看的页面
    当 陌生人调用 openConsole
    那么 调用成功
    而且 响应头 "Content-Type" 是 "text/html; charset=utf-8"

  场景: 数据行带着键
    当 陌生人调用 listRows:
      | api   | tickets |
      | table | persons |
      | limit | 2       |
    那么 keys.1 是 "12002"

  场景: 算出签名并比较
    当 陌生人调用 computeSignature:
      | query | page=1&pageSize=10&ts=1795291841375&sign=00 |
    那么 digest 是 "c320c7137304e5edaf7ca5b000d1b8c7"
    而且 fits 是 false
    当 陌生人调用 computeSignature:
      | query   | a=1  |
      | persona | Tobi |
    那么 状态码是 404
