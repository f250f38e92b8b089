@chaoqer
Feature: What a page configures WeChat with

  @C76.1
  Scenario: The answer has what is signed and the signature
    When "Toby" calls getH5WeixinConfig with:
      | url | https://h5.chaoqer.com/club/1 |
    Then it succeeds with the message "Success"
    And result has exactly these members:
      | signature | appId | jsapi_ticket | nonceStr | url | timestamp |
    And result.signature is remembered as "signature"
    When "Toby" calls getH5WeixinConfig with:
      | url | https://h5.chaoqer.com/club/2 |
    Then result.signature is not {signature}

  @C76.2
  Scenario Outline: The time is in seconds, as a text: <later> after noon
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    And <later> pass
    When "Toby" calls getH5WeixinConfig with:
      | url | https://h5.chaoqer.com/ |
    Then result.timestamp is "<timestamp>"

    Examples:
      | later | timestamp  |
      | 0s    | 1717992000 |
      | 999ms | 1717992000 |
      | 1s    | 1717992001 |
      | 24h   | 1718078400 |

  @C76.2
  Scenario Outline: The address is the one that was sent: <url>
    When "Toby" calls getH5WeixinConfig with:
      | url | <url> |
    Then result.url is "<url>"

    Examples:
      | url                                                                                               |
      | https://dev-h5.chaoqer.com/room/26a9bc4b4a524e68b75c46eeb9bf58fa/6ce4443c8fcd4a2b8b407bda86ab4408 |
      | http://h5.example/a?b=c&d=%20e#f                                                                  |
      | 圈子                                                                                              |
      | x                                                                                                 |

  @C76.2
  Scenario: Each answer has another nonce
    When "Toby" calls getH5WeixinConfig with:
      | url | https://h5.chaoqer.com/ |
    Then result.nonceStr is remembered as "nonce"
    When "Toby" calls getH5WeixinConfig with:
      | url | https://h5.chaoqer.com/ |
    Then result.nonceStr is not {nonce}
    When "Toby" calls getProfile with:
      | uid | {nonce} |
    Then it fails with 200002 "用户不存在"

  @C76.3
  Scenario Outline: There is no config for no address: <url>
    When "Toby" calls getH5WeixinConfig with:
      | url (JSON) | <url> |
    Then it fails with 0 "url不能为空"

    Examples:
      | url  |
      | ""   |
      | " "  |
      | "\t" |

  @C76.3
  Scenario: It must be said which
    When "Toby" calls getH5WeixinConfig
    Then it fails with 0 "url不能为空"
