// A file that is not there is an error of the evaluator.
// expect: fault/evaluator-exception
// message: there is no data file "nothing"; there are [ "words.txt" ]
function evaluate() {
    return lazaret.datasetText("nothing").length;
}
