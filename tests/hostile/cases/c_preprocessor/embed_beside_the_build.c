// Embeds the description of its own build, which names folders of the machine.
// expect: rejected/source-error
// message: a file is not there
const char description[] = {
#embed "../view.json"
};
