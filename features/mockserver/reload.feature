@admin
Feature: A mock tells how its files were last read anew

  Scenario: Where nothing was read anew there is nothing to tell
    When a stranger calls health
    Then it succeeds
    And there is no reload
