# language: zh-CN
@admin
功能: 人物列表有上限

  场景: 只列出一个接口的前几位
    当 陌生人调用 listPersonas:
      | api   | lexiang |
      | limit | 2       |
    那么 #.name 等于:
      """
      ["fwkt_zhangsan", "lisi"]
      """

  场景: 按名字查找, 不受上限影响
    当 陌生人调用 listPersonas:
      | name  | 枫叶 |
      | limit | 1    |
    那么 #.id 等于:
      """
      ["800fd752a5284eeb82396fe7478175eb"]
      """
