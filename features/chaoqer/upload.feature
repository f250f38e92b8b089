@chaoqer
Feature: Pictures that are uploaded
  The gateway gives an address; the bucket behind it takes one picture there, and shows it at another.

  Scenario Outline: The addresses for a picture: <dir>
    Given a stranger calls admin.setClock with:
      | now | 2024-06-10 12:00:00 |
    When "Toby" calls uploadImage with:
      | imageDir | <dir> |
    Then it succeeds with the message "Success"
    And result has exactly these members:
      | uploadAddress | imageId | imageURL |
    And result.imageId is remembered as "id"
    And result.imageURL is remembered as "picture"
    And result.imageURL contains "/image/{Toby's uid}/<dir>/{id}.jpg"
    And result.uploadAddress contains "/image/{Toby's uid}/<dir>/{id}.jpg?Expires=1717992600&OSSAccessKeyId=STS."
    And result.uploadAddress contains "&Signature="
    And result.uploadAddress contains "&security-token="

    @C70.1
    Examples:
      | dir    |
      | avatar |

    @C70.2
    Examples:
      | dir   |
      | cover |

    @C70.3
    Examples:
      | dir  |
      | room |

    @C70.4
    Examples:
      | dir      |
      | feedback |

  @C70.1
  Scenario Outline: They are the caller's: <persona>
    When "<persona>" calls uploadImage with:
      | imageDir | avatar |
    Then result.imageURL contains "/image/{<persona>'s uid}/avatar/"
    And result.uploadAddress contains "/image/{<persona>'s uid}/avatar/"

    Examples:
      | persona  |
      | Tony     |
      | 枫叶     |
      | Newcomer |

  @C70.5
  Scenario Outline: There are four kinds of pictures: "<dir>" is none
    When "Toby" calls uploadImage with:
      | imageDir | <dir> |
    Then it fails with 0 "<message>"

    Examples: others
      | dir          | message            |
      | image        | imageDir类型不存在 |
      | Avatar       | imageDir类型不存在 |
      | avatars      | imageDir类型不存在 |
      | myavatar     | imageDir类型不存在 |
      | avatar/cover | imageDir类型不存在 |
      | avatar,cover | imageDir类型不存在 |

    Examples: none
      | dir | message          |
      |     | imageDir不能为空 |

  @C70.5
  Scenario: It must be said which
    When "Toby" calls uploadImage
    Then it fails with 0 "imageDir不能为空"

  @C70.6
  Scenario Outline: What is put to the one address is at the other: <type> in <dir>
    When "Toby" calls uploadImage with:
      | imageDir | <dir> |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When the picture "<type>" is put to {address}
    Then the status is 200
    And the picture at {picture} is the one that was put
    And the answer's header "Content-Type" is "image/<type>"

    Examples:
      | dir      | type |
      | avatar   | jpeg |
      | cover    | png  |
      | room     | webp |
      | feedback | jpeg |

  @C70.6
  Scenario: A second picture takes the place of the first
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      the first
      """
    And this request is sent:
      """
      PUT {address}
      Content-Type: image/png

      second
      """
    And this request is sent:
      """
      GET {picture}
      """
    Then the body is exactly:
      """
      second
      """
    And the answer's header "Content-Type" is "image/png"

  @C70.6
  Scenario: Two pictures do not get into each other's way
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "first address"
    And result.imageURL is remembered as "first picture"
    When "Tony" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "second address"
    And result.imageURL is remembered as "second picture"
    When this request is sent:
      """
      PUT {first address}
      Content-Type: image/jpeg

      one
      """
    And this request is sent:
      """
      PUT {second address}
      Content-Type: image/jpeg

      two
      """
    And this request is sent:
      """
      GET {first picture}
      """
    Then the body is exactly:
      """
      one
      """
    When this request is sent:
      """
      GET {second picture}
      """
    Then the body is exactly:
      """
      two
      """

  @C14.3 @C70.6
  Scenario: Who has no profile yet uploads the picture for it
    When "Newcomer" calls uploadImage with:
      | imageDir | avatar |
    Then it succeeds with the message "Success"
    And result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      nova
      """
    Then the status is 200
    When "Newcomer" calls initProfile with:
      | nickname | Nova      |
      | avatar   | {picture} |
    Then result.avatar is {picture}
    When this request is sent:
      """
      GET {picture}
      """
    Then the body is exactly:
      """
      nova
      """

  @C70.7
  Scenario Outline: An address holds for ten minutes: <time>
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When <time> pass
    And the picture "jpeg" is put to {address}
    Then the status is <put>
    When this request is sent:
      """
      GET {picture}
      """
    Then the status is <get>

    Examples:
      | time | put | get |
      | 599s | 200 | 200 |
      | 600s | 403 | 404 |
      | 601s | 403 | 404 |
      | 720h | 403 | 404 |

  @C70.7
  Scenario: What was put there before is shown for ever
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      before
      """
    And 601s pass
    And this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      after
      """
    Then the status is 403
    When this request is sent:
      """
      GET {picture}
      """
    Then the body is exactly:
      """
      before
      """

  @C70.7
  Scenario Outline: An address that was altered is none: <target>
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    And result.imageId is remembered as "id"
    When this request is sent:
      """
      PUT <target>
      Content-Type: image/jpeg

      x
      """
    Then the status is 403
    When this request is sent:
      """
      GET {picture}
      """
    Then the status is 404
    When this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      x
      """
    Then the status is 200

    Examples:
      | target                                                                             |
      | {address}0                                                                         |
      | {address}&Expires=9999999999                                                       |
      | {address}&more=1                                                                   |
      | {picture}                                                                          |
      | {picture}?                                                                         |
      | {picture}?Expires=9999999999&OSSAccessKeyId=STS.1&Signature=1&security-token=1     |
      | /__aliyun/{session}/image/{Toby's uid}/avatar/00000000000000000000000000000000.jpg |

  @C70.7
  Scenario: One address does not open another
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageId is remembered as "id"
    When the images row {id} changes to:
      | imageDir | cover |
    And this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      x
      """
    Then the status is 403

  @C70.8
  Scenario Outline: What is no picture is not taken: "<type>"
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}
      Content-Type: <type>

      x
      """
    Then the status is 415
    When this request is sent:
      """
      GET {picture}
      """
    Then the status is 404

    Examples:
      | type                     |
      | image/gif                |
      | image/svg+xml            |
      | image/jpg                |
      | image/jpegx              |
      | text/html                |
      | application/octet-stream |
      | application/json         |
      |                          |

  @C70.8
  Scenario: Nor is what does not say what it is
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}

      x
      """
    Then the status is 415
    When this request is sent:
      """
      GET {picture}
      """
    Then the status is 404

  @C70.8
  Scenario Outline: A picture has 5 MiB at most: "<more>" more
    Given a stranger calls admin.patchRow with:
      | api     | chaoqer                                                            |
      | table   | messages                                                           |
      | key     | 1617987103601000                                                   |
      | content | "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" |
    And content is remembered as "k"
    And a stranger calls admin.patchRow with:
      | api     | chaoqer                                            |
      | table   | messages                                           |
      | key     | 1617987103601000                                   |
      | content | "{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}" |
    And content is remembered as "k"
    And a stranger calls admin.patchRow with:
      | api     | chaoqer                                            |
      | table   | messages                                           |
      | key     | 1617987103601000                                   |
      | content | "{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}" |
    And content is remembered as "k"
    And a stranger calls admin.patchRow with:
      | api     | chaoqer                                            |
      | table   | messages                                           |
      | key     | 1617987103601000                                   |
      | content | "{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}" |
    And content is remembered as "k"
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}
      Content-Type: image/jpeg

      {k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}{k}<more>
      """
    Then the status is <put>
    When this request is sent:
      """
      GET {picture}
      """
    Then the status is <get>

    Examples:
      | more | put | get |
      |      | 200 | 200 |
      | x    | 413 | 404 |

  @C70.9
  Scenario Outline: Each call gives other addresses: <time> later
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.imageId is remembered as "id"
    And result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When <time> pass
    And "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then it succeeds
    And result.imageId is not {id}
    And result.uploadAddress is not {address}
    And result.imageURL is not {picture}

    Examples:
      | time  |
      | 0s    |
      | 500ms |
      | 24h   |

  @C70.10
  Scenario Outline: Browsers may put a picture there and read it: <origin>
    When "Toby" calls uploadImage with:
      | imageDir | avatar |
    Then result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    When this request is sent:
      """
      PUT {address}
      Origin: <origin>
      Content-Type: image/jpeg

      x
      """
    Then the status is 200
    And the answer's header "Access-Control-Allow-Origin" is "<origin>"
    And the answer's header "Vary" is "Origin"
    And the answer's header "Access-Control-Allow-Credentials" is "true"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, PUT, DELETE, OPTIONS"
    And the answer's header "Access-Control-Allow-Headers" is "Authorization, Content-Type, Client-Type, Version-Name, Version-Code, X-Requested-With, Mock-Session, Prefer"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis, Mock-Session, Preference-Applied"
    And the answer's header "Access-Control-Max-Age" is "3600"
    When this request is sent:
      """
      GET {picture}
      Origin: <origin>
      """
    Then the status is 200
    And the answer's header "Access-Control-Allow-Origin" is "<origin>"
    And the answer's header "Vary" is "Origin"
    And the answer's header "Access-Control-Allow-Credentials" is "true"
    And the answer's header "Access-Control-Allow-Methods" is "GET, POST, PUT, DELETE, OPTIONS"
    And the answer's header "Access-Control-Allow-Headers" is "Authorization, Content-Type, Client-Type, Version-Name, Version-Code, X-Requested-With, Mock-Session, Prefer"
    And the answer's header "Access-Control-Expose-Headers" is "Mock-Diagnosis, Mock-Session, Preference-Applied"
    And the answer's header "Access-Control-Max-Age" is "3600"

    Examples:
      | origin                |
      | https://front.example |
      | http://localhost:8080 |

  @C70.6
  Scenario: A picture is found by its address alone, in whatever session it is asked for
    Given "Toby" calls uploadImage with:
      | imageDir | cover |
    And result.uploadAddress is remembered as "address"
    And result.imageURL is remembered as "picture"
    And the header "Mock-Session" is sent as "default"
    When this request is sent:
      """
      PUT {address}
      Content-Type: IMAGE/PNG; q=1

      abc
      """
    Then the status is 200
    When this request is sent:
      """
      GET {picture}
      """
    Then the body is exactly:
      """
      abc
      """
    And the answer's header "Content-Type" is "image/png"
    And the answer's header "X-Content-Type-Options" is "nosniff"

  @C70.7
  Scenario: An address with something that cannot be read is refused
    Given "Toby" calls uploadImage with:
      | imageDir | cover |
    And result.uploadAddress is remembered as "address"
    When this request is sent:
      """
      PUT {address}&a;b=1
      Content-Type: image/png

      abc
      """
    Then the status is 403
