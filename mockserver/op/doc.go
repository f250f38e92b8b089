// Package op is the words between the pipeline and the APIs.
//
// An [API] brings a specification, its tables, its operations and the stages
// that are its own: who calls, whether they may, what a finding means, how an
// answer looks. It says nothing about the order of the stages, which only the
// pipeline knows, and never sees a ResponseWriter.
//
// A request on its way through the stages is a [Request]. One that passed them is
// a [Call], which an operation turns into a [Reply]: a success, or a documented
// failure, a [Refusal]. An error is neither: it is a defect of the mock.
package op
