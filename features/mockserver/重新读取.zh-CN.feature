# language: zh-CN
@admin
功能: 模拟服务说明文件最近一次重新读取的结果

  场景: 没有重新读取过就没有可说的
    当 陌生人调用 health
    那么 调用成功
    而且 没有 reload
