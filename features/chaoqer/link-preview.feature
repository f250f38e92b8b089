@chaoqer
Feature: What is known of a link

  @C74.2
  Scenario: A known link has its preview
    When "Toby" calls getLinkPreview with:
      | linkMD5 | 1c1af020dd10cfc503046d62e6f87332 |
    Then @this equals:
      """
      {
        "result": {
          "title": "创业路上之职业技能篇 - 技术 - 服务端及运维 - Tboy的技术角落", "description": "创业吧，趁年轻！",
          "image": "https://blog.toby.vip/upload/2019/9/WechatIMG15-c314e4df57b54f8fb995444617ddca1a.jpeg",
          "url": "https://blog.toby.vip/archives/%E5%88%9B%E4%B8%9A%E8%B7%AF%E4%B8%8A%E4%B9%8B%E8%81%8C%E4%B8%9A%E6%8A%80%E8%83%BD%E7%AF%87-%E6%8A%80%E6%9C%AF-%E6%9C%8D%E5%8A%A1%E7%AB%AF%E5%8F%8A%E8%BF%90%E7%BB%B4"
        },
        "message": "Success", "status": 1
      }
      """
    When "Tony" calls getLinkPreview with:
      | linkMD5 | 1c1af020dd10cfc503046d62e6f87332 |
    Then the answer is the same as before

  @C74.3
  Scenario Outline: Of another one nothing is known: <md5>
    When "Toby" calls getLinkPreview with:
      | linkMD5 | <md5> |
    Then @this equals:
      """
      {"result": {"title": "", "description": "", "image": "", "url": ""}, "message": "Success", "status": 1}
      """

    Examples: nobody, and http://example.com
      | md5                              |
      | 00000000000000000000000000000000 |
      | a9b9f04336ce0181a08e774e01113b31 |

  @C74.1
  Scenario Outline: What is no MD5 in lower case is another path: <md5>
    When this request is sent:
      """
      POST /app/link/preview/<md5>
      """
    Then the status is 404
    And the body is empty

    Examples: upper case, a digit less, one more, 24 digits, another letter, a link
      | md5                               |
      | 1C1AF020DD10CFC503046D62E6F87332  |
      | 1c1af020dd10cfc503046d62e6f8733   |
      | 1c1af020dd10cfc503046d62e6f873321 |
      | 1c1af020dd10cfc503046d62          |
      | 1c1af020dd10cfc503046d62e6f8733g  |
      | example.com                       |

  @C74.4 @C74.2
  Scenario Outline: A link without scheme is known by that of http://: <link>
    When "Toby" calls getLinkPreview with:
      | linkMD5 | <md5> |
    Then result.url is ""
    Given the links row <md5> is added, like 1c1af020dd10cfc503046d62e6f87332 but for:
      | linkMD5 | <md5>  |
      | url     | <link> |
      | title   | 例子   |
    When "Toby" calls getLinkPreview with:
      | linkMD5 | <md5> |
    Then result.url is "<link>"
    And result.title is 例子
    And result.description is "创业吧，趁年轻！"

    Examples: the MD5 of http://example.com twice, of https://example.com, of http://https.example.com
      | link                | md5                              |
      | example.com         | a9b9f04336ce0181a08e774e01113b31 |
      | http://example.com  | a9b9f04336ce0181a08e774e01113b31 |
      | https://example.com | c984d06aafbecf6bc55569f964148ea3 |
      | https.example.com   | 45a0d697b5a44b84cf48532cf3f17fb4 |

  @C74.4
  Scenario: The MD5 of the bare link is not its own
    When a stranger calls admin.putRow with:
      | api         | chaoqer                          |
      | table       | links                            |
      | key         | 5ababd603b22780302dd8d83498e5172 |
      | linkMD5     | 5ababd603b22780302dd8d83498e5172 |
      | url         | example.com                      |
      | title       |                                  |
      | description |                                  |
      | image       |                                  |
    Then the status is 422
    When "Toby" calls getLinkPreview with:
      | linkMD5 | 5ababd603b22780302dd8d83498e5172 |
    Then result.url is ""

  @C74.3
  Scenario: A link that is forgotten is not known any more
    Given the links row 1c1af020dd10cfc503046d62e6f87332 is deleted
    When "Toby" calls getLinkPreview with:
      | linkMD5 | 1c1af020dd10cfc503046d62e6f87332 |
    Then result equals:
      """
      {"title": "", "description": "", "image": "", "url": ""}
      """

  @C13.10
  Scenario: It may be asked for twice at once
    When "Toby" calls getLinkPreview with:
      | linkMD5 | 1c1af020dd10cfc503046d62e6f87332 |
    Then it succeeds
    When "Toby" calls getLinkPreview with:
      | linkMD5 | 1c1af020dd10cfc503046d62e6f87332 |
    Then it succeeds
    And the answer is the same as before
