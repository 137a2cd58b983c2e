// Two letters that are one.
// expect: scored
// score: 1
// world: attack
%:define X 7
void attack(void) <% int a<:1:> = <% X %>; if (a<:0:> != 7) __builtin_trap(); %>
