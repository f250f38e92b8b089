@chaoqer
Feature: A client asks whether there is a newer version
  Of iOS there are 17, 18 and 19, of Android 8, 9 and 10; 9 is forced.

  @C72.2 @C72.6
  Scenario: The newest version above the client's
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 18 |
    Then @this equals:
      """
      {
        "result": {
          "clientType": 1, "createTime": 1618818435105, "downloadUrl": "https://apps.apple.com/cn/app/id1556448380",
          "forcedUpgrade": 0, "versionCode": 19, "versionDesc": "增加了名片夹功能",
          "versionId": "14205a41a5b5dd563fbc816b9a4c4df8", "versionName": "0.1.7"
        },
        "message": "Success", "status": 1
      }
      """

  @C72.2 @C72.6
  Scenario: Another client's is another one
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 2 |
      | Version-Code | 9 |
    Then result equals:
      """
      {
        "clientType": 2, "createTime": 1618818435105, "downloadUrl": "https://cdn.chaoqer.com/flutter-ci/10.apk",
        "forcedUpgrade": 1, "versionCode": 10, "versionDesc": "增加了通知功能",
        "versionId": "f09157dc64f13f6362cd422c6c43eb66", "versionName": "0.1.2"
      }
      """

  @C72.2
  Scenario Outline: It is the newest of all, not the next: <type> <code>
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | <type> |
      | Version-Code | <code> |
    Then it succeeds with the message "Success"
    And result.clientType is <type>
    And result.versionCode is <newest>

    Examples:
      | type | code | newest |
      | 1    | 0    | 19     |
      | 1    | -1   | 19     |
      | 1    | 8    | 19     |
      | 1    | 17   | 19     |
      | 2    | 0    | 10     |
      | 2    | 8    | 10     |

  @C72.2
  Scenario: A client that does not tell its version has the oldest
    When a stranger calls getVersionUpgrade with:
      | Client-Type | 1 |
    Then it succeeds
    And result.versionCode is 19

  @C72.2 @C72.6
  Scenario: A version that is published is the newest from then on
    Given the versions row 1:20 is added, like 1:19 but for:
      | clientType  | 1     |
      | versionCode | 20    |
      | versionName | 0.1.8 |
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 19 |
    Then it succeeds
    And result.versionCode is 20
    And result.versionName is "0.1.8"
    And result.versionId is "f2e804e45e1dab1163588130bcd0d13e"

  @C72.1
  Scenario Outline: The Web has none: Client-Type "<type>", Version-Code <code>
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | <type> |
      | Version-Code | <code> |
    Then it fails with 0 "当前已经是最新版本"

    Examples: a blank Client-Type, and another integer, are those of the Web
      | type | code |
      | 0    | 0    |
      | 0    | 8    |
      |      | 8    |
      | 3    | 8    |
      | -1   | 18   |

  @C72.1
  Scenario: Nor has who does not tell
    When a stranger calls getVersionUpgrade
    Then it fails with 0 "当前已经是最新版本"
    When a stranger calls getVersionUpgrade with:
      | Version-Code | 8 |
    Then it fails with 0 "当前已经是最新版本"

  @C72.3
  Scenario Outline: Nothing is newer than the newest: <type> <code>
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | <type> |
      | Version-Code | <code> |
    Then it fails with 0 "当前已经是最新版本"

    Examples:
      | type | code |
      | 1    | 19   |
      | 1    | 20   |
      | 1    | 1000 |
      | 2    | 10   |
      | 2    | 11   |
      | 2    | 18   |

  @C72.4
  Scenario Outline: A forced version forces who is behind it, or has it: <forced> forced, the client's is <code>
    Given the versions row 1:<forced> changes to:
      | forcedUpgrade | true |
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1      |
      | Version-Code | <code> |
    Then result.versionCode is 19
    And result.forcedUpgrade is <answer>

    Examples:
      | forced | code | answer |
      | 19     | 17   | 1      |
      | 19     | 18   | 1      |
      | 18     | 17   | 1      |
      | 18     | 18   | 1      |
      | 17     | 17   | 1      |
      | 17     | 16   | 1      |
      | 17     | 18   | 0      |

  @C72.4
  Scenario Outline: Where none is forced, nobody is: <type> <code>
    Given the versions row 2:9 changes to:
      | forcedUpgrade | false |
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | <type> |
      | Version-Code | <code> |
    Then result.forcedUpgrade is 0

    Examples: nor do the fixtures' Android versions force iOS
      | type | code |
      | 1    | 0    |
      | 1    | 17   |
      | 2    | 8    |
      | 2    | 9    |

  @C72.5
  Scenario Outline: Whoever is five versions behind must upgrade: from <code>
    Given the versions row 1:20 is added, like 1:19 but for:
      | clientType  | 1  |
      | versionCode | 20 |
    And the versions row 1:30 is added, like 1:19 but for:
      | clientType  | 1  |
      | versionCode | 30 |
    And the versions row 1:10 is added, like 1:19 but for:
      | clientType  | 1  |
      | versionCode | 10 |
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1      |
      | Version-Code | <code> |
    Then result.versionCode is 30
    And result.forcedUpgrade is <forced>

    Examples: of 10, 17, 18, 19, 20 and 30, the client's own counts
      | code | forced |
      | 0    | 1      |
      | 10   | 1      |
      | 11   | 1      |
      | 17   | 1      |
      | 18   | 0      |
      | 20   | 0      |

  @C72.7
  Scenario: Nobody needs to sign, or to log in
    Given calls are not signed
    And calls carry no ts
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 18 |
    Then it succeeds
    When "Toby" calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 18 |
    Then it succeeds
    Given calls are signed with the secret "nobodys-secret"
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 18 |
      | sign         | 0  |
      | ts           | 0  |
    Then it succeeds

  @C06.3
  Scenario Outline: A client header that is no integer is refused: <header> "<value>"
    Given the header "<header>" is sent as "<value>"
    When a stranger calls getVersionUpgrade
    Then the status is 400
    And the body is empty

    Examples:
      | header       | value |
      | Version-Code | x     |
      | Version-Code | 0.1.7 |
      | Client-Type  | iOS   |

  @C05.8
  Scenario Outline: An Authorization that does not hold is refused all the same: <value>
    Given the header "Authorization" is sent as "<value>"
    When a stranger calls getVersionUpgrade with:
      | Client-Type  | 1  |
      | Version-Code | 18 |
    Then the status is 401
    And the body is empty

    Examples:
      | value                                   |
      | Basic abc                               |
      | Bearer 70b70000000000000000000000000001 |

  @C72.3
  Scenario: A client that is newer than any number has the newest
    Given the header "Client-Type" is sent as "1"
    And the header "Version-Code" is sent as "99999999999999999999"
    When a stranger calls getVersionUpgrade
    Then it fails with 0 "当前已经是最新版本"
