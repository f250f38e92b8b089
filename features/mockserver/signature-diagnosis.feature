@chaoqer
Feature: Why a signature is wrong
  A client that signs wrongly is told what the server signed, and if it is one of the mistakes that clients make, which.
  The signatures are MD5 sums of what the names of the examples say, with Tony's fixed secret.

  @C04.2 @C09.3
  Scenario Outline: The mistake is recognised: <mistake>
    When this request is sent:
      """
      GET /user/6ce4443c8fcd4a2b8b407bda86ab4408/profile?<query>&sign=<sign>
      Authorization: Basic MjUwMjI4ZDJlYjhlNGRiOGI0ZmM2YjhlM2UyYTkwMmQ6NzAyNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI=
      """
    Then the status is 401
    And the diagnosis says "sign-mismatch: Authorized Failed: the signature is that <what>; the server signed "

    Examples:
      | mistake                     | query      | sign                             | what                                                                                                             |
      | the default secret          | a=1&ts=2   | b21a5d90039980d15ee8221787481fbd | of a text with the default secret, but somebody is logged in, whose own it must be                               |
      | no ts                       | a=1&ts=2   | 600b2d5f52272df2b2b2105bfc78e326 | of a text without ts                                                                                             |
      | no empty values             | a=&ts=2    | ddbe1258332197d6dfe0901522f1577a | of a text without the empty values                                                                               |
      | the variables of the path   | ts=2       | b0f8ffa25c13569d9095cc0ea16aa723 | of a text with the variables of the path                                                                         |
      | documented parameters alone | a=1&ts=2   | ddbe1258332197d6dfe0901522f1577a | of a text without the parameters that the document does not have                                                 |
      | URL-encoded values          | a=%26&ts=2 | 7e29a122e19038b13b74a9dcdd132afc | of a text with its values URL-encoded                                                                            |
      | & between the pairs         | a=1&ts=2   | 863b8d1aba0edf4dee829d050ca517b1 | of a text joined with & in place of $$$                                                                          |
      | no secret                   | a=1&ts=2   | 697377ee1a8185bd7cf15e89e9705206 | of a text without the secret                                                                                     |
      | an empty secret             | a=1&ts=2   | 5ac9faf3745122eb7ca9fb74c5ac8d51 | of a text with an empty secret                                                                                   |
      | a secret without its name   | a=1&ts=2   | 2aeaa77832b6275ab533ff8f66d2c33e | of a text with the secret without its name accessSecret                                                          |
      | pairs that are not sorted   | ts=2&a=1   | 4798ea1a6e5699c97eea06afab563120 | of a text with its pairs in the order in which they were sent                                                    |
      | something else              | a=1&ts=2   | d1457b72c3fb323a2671125aef3eab5d | of another text or secret; send the text that you signed, URL-encoded, as Mock-Sign-Text to see where it differs |

  @C04.2 @C10.8
  Scenario Outline: The mistake in a JSON body is recognised: <mistake>
    When this request is sent:
      """
      GET /user/6ce4443c8fcd4a2b8b407bda86ab4408/profile
      Authorization: Basic MjUwMjI4ZDJlYjhlNGRiOGI0ZmM2YjhlM2UyYTkwMmQ6NzAyNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI=
      Content-Type: application/json

      <members> "sign": "<sign>"}
      """
    Then the status is 401
    And the diagnosis says "the signature is that of a text <what>; the server signed "

    Examples:
      | mistake                | members                       | sign                             | what                              |
      | no null values         | {"a": null, "ts": 2,          | ddbe1258332197d6dfe0901522f1577a | without the null values           |
      | neither null nor empty | {"a": null, "b": "", "ts": 2, | ddbe1258332197d6dfe0901522f1577a | without the empty and null values |
      | texts in quotes        | {"a": "x", "ts": 2,           | 932c12ba54ff851d2ed452f4d222bd15 | with its texts in quotes          |

  @C10.11
  Scenario: The query of a JSON request was signed and not its body
    When this request is sent:
      """
      GET /user/6ce4443c8fcd4a2b8b407bda86ab4408/profile?ts=2&sign=ddbe1258332197d6dfe0901522f1577a
      Authorization: Basic MjUwMjI4ZDJlYjhlNGRiOGI0ZmM2YjhlM2UyYTkwMmQ6NzAyNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI=
      Content-Type: application/json

      {"b": 1}
      """
    Then the status is 401
    And the diagnosis says "the signature is that of a text of the query alone; the server signed b=1$$$ts=2$$$accessSecret=5ec2***"

  @C10.11
  Scenario: The first of several form parameters was signed in the order of the form
    When this request is sent:
      """
      GET /user/6ce4443c8fcd4a2b8b407bda86ab4408/profile?ts=2
      Authorization: Basic MjUwMjI4ZDJlYjhlNGRiOGI0ZmM2YjhlM2UyYTkwMmQ6NzAyNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI=
      Content-Type: application/x-www-form-urlencoded

      b=1&a=2&sign=3cd3f657a57e5fcaad8c0b773e590426
      """
    Then the status is 401
    And the diagnosis says "the signature is that of a text with its pairs in the order in which they were sent; the server signed a=2$$$b=1$$$ts=2$$$accessSecret=5ec2***"

  @C07.2
  Scenario: The secret was one of before the last log-in
    Given "Tony" logs in again
    And calls are signed with the secret "5ec2e700000000000000000000000002"
    When "Tony" calls getUnreadTotal
    Then the status is 401
    And the diagnosis says "with the secret of another log-in of Tony"

  @C09.5
  Scenario: Nobody is logged in, so that there is no other secret to guess
    Given calls are signed with the secret of "Tony"
    When a stranger calls sendCaptcha with:
      | mobile | 13912345678 |
    Then the status is 401
    And the diagnosis says "the signature is that of another text or secret"
    And the diagnosis says "$$$accessSecret=***"

  @C09.3
  Scenario Outline: The client shows its text, and is told the first difference: <difference>
    Given the header "Mock-Sign-Text" is sent as "<text>"
    When this request is sent:
      """
      GET /user/6ce4443c8fcd4a2b8b407bda86ab4408/profile?<query>&sign=0
      Authorization: Basic MjUwMjI4ZDJlYjhlNGRiOGI0ZmM2YjhlM2UyYTkwMmQ6NzAyNzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI=
      """
    Then the status is 401
    And the diagnosis says "sign-mismatch: Authorized Failed: <says>; the server signed "

    Examples:
      | difference    | query             | text                                                       | says                                                                       |
      | a value       | a=1&ts=2          | a=2$$$ts=2                                                 | first difference in pair 1: you signed a=2, the server a=1                 |
      | a later value | a=1&ts=2          | a=1$$$ts=3$$$accessSecret=5ec2e700000000000000000000000002 | first difference in pair 2: you signed ts=3, the server ts=2               |
      | too much      | a=1&ts=2          | a=1$$$ts=2$$$z=3                                           | your text goes on with z=3, where the server's ends                        |
      | too little    | a=1&ts=2          | a%3D1                                                      | your text ends where the server's goes on with ts=2                        |
      | none          | a=1&ts=2          | a=1$$$ts=2$$$accessSecret=5ec2e700000000000000000000000002 | the text is the same, so that the secret or the digest differs             |
      | a secret      | captcha=1234&ts=2 | captcha=5678$$$ts=2                                        | first difference in pair 1: you signed captcha=***, the server captcha=*** |
