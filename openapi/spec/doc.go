// Package spec compiles an OpenAPI document into what the mock and the harness
// need of it: operations with one ordered list of parameters each, checks of
// requests and answers, examples and generated samples.
//
// It is the one mechanism for all of that, and the only package that knows
// kin-openapi. What it finds wrong is a [Finding] with a stable id, the place in
// the request or answer, and the file and line of the specification that says so;
// what a finding means is each API's affair.
//
// The documents carry extensions of this project's own:
//
//	x-rules      (operation)  the ids of the rules in rules.yaml that it obeys
//	x-effect     (operation)  reads, writes or steers; without it GET reads, others write
//	x-mock       (operation)  "example": it is answered from its example alone
//	x-pages      (operation)  {parameter, items}: how its pages are read: the parameter
//	             that takes the page's number, and where an answer has the rows
//	x-rule       (parameter, property)  the rule a violation is reported under
//	x-secret     (parameter, property)  its value is masked in logs, the journal and reports
//	x-messages   (property)   keyword → the documented text of its violation
//	x-provoked-by (response)  "fault": it arises from planned faults only
//	x-parameters (document)   {repeated: first|last, places: [json, form, query]}
//	             which value of a repeated query parameter counts (first without
//	             it), and from which places every operation takes its parameters, the
//	             winning place first (as declared without it)
package spec
