# language: zh-CN
@chaoqer
功能: 上传图片
  网关给出上传地址, 图片存进存储桶, 之后人人都能看.

  场景大纲: 四种目录: <目录>
    当 "Toby" 调用 "创建上传图片凭证":
      | imageDir | <目录> |
    那么 调用成功, 信息 "Success"
    而且 result 恰好有这些成员:
      | uploadAddress | imageId | imageURL |
    而且 把 result.imageId 记为 "图"
    而且 result.uploadAddress 包含 "/image/{Toby 的 uid}/<目录>/{图}.jpg?Expires="
    而且 result.imageURL 包含 "/image/{Toby 的 uid}/<目录>/{图}.jpg"

    @C70.1
    例子: 头像
      | 目录   |
      | avatar |

    @C70.2
    例子: 封面
      | 目录  |
      | cover |

    @C70.3
    例子: 活动
      | 目录 |
      | room |

    @C70.4
    例子: 反馈
      | 目录     |
      | feedback |

  @C70.5
  场景大纲: 没有别的目录: "<目录>"
    当 "Toby" 调用 "创建上传图片凭证":
      | imageDir | <目录> |
    那么 调用失败, 错误码 0, 信息 "<信息>"

    例子:
      | 目录   | 信息               |
      | 头像   | imageDir类型不存在 |
      | images | imageDir类型不存在 |
      |        | imageDir不能为空   |

  @C70.5
  场景: 目录必填
    当 "Toby" 调用 "创建上传图片凭证"
    那么 调用失败, 错误码 0, 信息 "imageDir不能为空"

  @C70.6 @C14.3
  场景大纲: 上传后可以查看: <用户>
    当 "<用户>" 调用 "创建上传图片凭证":
      | imageDir | avatar |
    那么 把 result.uploadAddress 记为 "地址"
    而且 把 result.imageURL 记为 "图片"
    当 把图片 "<类型>" 上传到 {地址}
    那么 状态码是 200
    而且 {图片} 处的图片就是上传的那张
    而且 响应头 "Content-Type" 是 "image/<类型>"

    例子:
      | 用户     | 类型 |
      | Toby     | jpeg |
      | Newcomer | png  |
      | 枫叶     | webp |

  @C70.7
  场景大纲: 地址十分钟内有效: <时间>
    当 "Toby" 调用 "创建上传图片凭证":
      | imageDir | room |
    那么 把 result.uploadAddress 记为 "地址"
    而且 把 result.imageURL 记为 "图片"
    当 过了 <时间>
    而且 把图片 "jpeg" 上传到 {地址}
    那么 状态码是 <上传>
    当 发送请求:
      """
      GET {图片}
      """
    那么 状态码是 <查看>

    例子:
      | 时间  | 上传 | 查看 |
      | 9m59s | 200  | 200  |
      | 10m   | 403  | 404  |

  @C70.7
  场景大纲: 地址不能改动: <改动>
    当 "Toby" 调用 "创建上传图片凭证":
      | imageDir | room |
    那么 把 result.uploadAddress 记为 "地址"
    而且 把 result.imageURL 记为 "图片"
    当 把图片 "jpeg" 上传到 "<改动>"
    那么 状态码是 403

    例子:
      | 改动       |
      | {地址}0    |
      | {地址}&a=b |
      | {图片}     |

  @C70.8
  场景大纲: 只收图片: <类型>
    当 "Toby" 调用 "创建上传图片凭证":
      | imageDir | feedback |
    那么 把 result.uploadAddress 记为 "地址"
    而且 把 result.imageURL 记为 "图片"
    当 发送请求:
      """
      PUT {地址}
      Content-Type: <类型>

      x
      """
    那么 状态码是 415
    当 发送请求:
      """
      GET {图片}
      """
    那么 状态码是 404

    例子:
      | 类型       |
      | image/gif  |
      | text/plain |

  @C70.9
  场景: 每次的地址都不同
    当 "Toby" 调用 "创建上传图片凭证":
      | imageDir | avatar |
    那么 把 result.imageId 记为 "图"
    而且 把 result.uploadAddress 记为 "地址"
    当 "Toby" 调用 "创建上传图片凭证":
      | imageDir | avatar |
    那么 result.imageId 不是 {图}
    而且 result.uploadAddress 不是 {地址}
