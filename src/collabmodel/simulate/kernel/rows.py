"""
The memory of the kernel: rows of whole numbers, and where each thing stands in a row.

All that a run reads and changes lies in two flat memories, ``m`` of whole numbers and ``x`` of floats: lists where the
kernel is interpreted, arrays where it is compiled. A row is known by its address, the place of its first number, and a
column is an offset from there: ``m[case + STATUS]``. Nothing moves once it has an address; rows that are done with are
kept in chains by size and used again, so memory follows what is open at once, not the length of the run. Address 0 is
the header, so 0 means "none" everywhere else. Constants here are the same for every model: what depends on a model or a
scenario stands in the memory, because compiled code does not notice when a constant changes.

Time is in whole minutes since the scenario's start. A truth value that may be unknown is 0, 1, or 2 for unknown; an
unknown number is ``nan``.
"""

# --- transitions, as letters of an item are numbered ---
ENABLED, ACTIVE, COMPLETED, TERMINATED, SUSPENDED, RESUMED, ACHIEVED, REVOKED, CANCELLED = range(9)
PLANNED, BOOKED, MOVED, ATTEMPTED, ASKED, PROPOSED = range(9, 15)
TRANSITIONS = 15

# --- where an instance stands ---
IS_AVAILABLE, IS_ENABLED, IS_ACTIVE, IS_SUSPENDED = range(4)

# --- item: a phase, activity or milestone ---
ITEM_PARENT = 0  # number of the phase around it, or -1
ITEM_SORT = 1  # 0 phase, 1 activity, 2 milestone
ITEM_REQUIRED = 2
ITEM_MANUAL = 3
ITEM_PLANNING = 4  # whether it is discretionary
ITEM_PLANNABLE = 5  # code of the condition of planning, 0 for none
ITEM_REPEATS = 6
ITEM_MOST = 7  # code of the most instances, 0 for any number; of what does not repeat, code of 1
ITEM_AGAIN = 8  # whether an event makes its new instances
ITEM_GUARDS = 9  # address of its first guard; they follow one another
ITEM_N_GUARDS = 10
ITEM_ENTRIES = 11  # whether it has entry guards
ITEM_CHILDREN = 12  # address of a list of numbers
ITEM_N_CHILDREN = 13
ITEM_LETTER = 14  # its first letter; that of a transition is this plus the transition
ITEM_STATE = 15  # offset of its state in a case row
ITEM_ENTRY_BITS = 16  # bits of Instance.seen that its entry guards use
ITEM_SUSPEND_BITS = 17
ITEM_RESUME_BITS = 18
ITEM_GROUND = 21  # code that tells whether consent or another ground allows it, 0 for always
ITEM_AROUND = 22  # offset in a case row of the first open instance of the phase around it, 0 for none
ITEM_OVER = 23  # address of the phase around it, or 0
ITEM_SIZE = 24

# --- state of an item in a case ---
MADE, HERE, DONE, HAS, FIRST, ENDS, STATE_BITS, STATE_BIT_STEP = range(8)
# instances so far; in this run of its phase; of those ended; whether achieved; address of the oldest open one; ended
# ever; which bits of its instances have changed in a step, and in which
STATE_SIZE = 8

# --- open instance, a row of its own ---
NUMBER = 0
STATUS = 1
WITHIN = 2  # number of the phase's instance around it
SEEN = 3  # bits of the on-parts seen, all its guards in one number
TOUCHED = 4
AT = 5  # minute it is booked for, -1 for none
PAUSED = 6  # where it stood before it was suspended
NEXT = 7  # address of the next open instance of the item
BITS = 8  # what has changed in this step: which bits
BIT_STEP = 9  # the step that BITS speaks of
BORN = 10  # the step in which it came
INSTANCE_SIZE = 11

BEGUN, OVER, STILL, REACHED, ARRANGED = 1, 2, 4, 8, 16  # status bits, each of which changes at most once in a step

# --- guard ---
GUARD_ITEM, GUARD_CHANGE, GUARD_FULL, GUARD_IF = range(4)
# one of the changes below; bits of SEEN that must all be there; code of its condition, 0 for none
GUARD_SIZE = 4
ENTRY, EXIT, SUSPEND, RESUME, ACHIEVE, REVOKE, START, COMPLETE, RENEW = range(9)

# --- move ---
MOVE_ITEM, MOVE_CHANGE, MOVE_GUARD, MOVE_FIRST, MOVE_FULL, MOVE_FROM, MOVE_BIT, MOVE_TURN = range(8)
# MOVE_GUARD is an address, 0 where nesting decides; offset in a case row of the item's first open instance; bits of
# Instance.seen that the guard needs; where an instance must stand, bit by bit; the status bit that changes; transition
MOVE_SIZE = 8

# --- letter: an event's signature and all that listens to it; each a list of links ---
LETTER_HEARD = 0  # links: offset in a case row of the first open instance of an item, bits of Instance.seen, code
LETTER_N_HEARD = 1
LETTER_AGAIN = 2  # links: item number, 0, code
LETTER_N_AGAIN = 3
LETTER_WATCHED = 4  # links: watch address, 0, code
LETTER_N_WATCHED = 5
LETTER_GATES = 6  # gate links, see below
LETTER_N_GATES = 7
LETTER_PLANS = 8  # links: plan number, bits, code
LETTER_N_PLANS = 9
LETTER_ITEM = 10  # number of the item, or -1
LETTER_TRANSITION = 11  # transition of the item, or -1
LETTER_NEEDS = 12  # code of what must be true (eligibility), 0 for none
LETTER_FIRST = 13  # addresses of moves that can have become possible by such an event from outside, in order
LETTER_N_FIRST = 14
LETTER_THEN = 15  # the same where it follows in a step
LETTER_N_THEN = 16
LETTER_CODED = 17  # whether something that listens reads data of the event
LETTER_KIND = 18  # words, the element's -1 for none
LETTER_ELEMENT = 19
LETTER_TURN = 20
LETTER_CASE = 21  # 1 opens, 2 closes, 3 reopens the case; 0 for others
LETTER_BIT = 22  # the status bit of its item's instances that it changes, 0 for none
LETTER_STATE = 23  # offset of its item's state in a case row, 0 for none
LETTER_SIZE = 24
LINK_TO, LINK_BITS, LINK_WHERE = range(3)
LINK_SIZE = 3

# --- gate: a rule that blocks, as an automaton ---
GATE_START = 0  # its first state; a gate that applies to some cases alone starts as one that does not
GATE_TABLE = 1  # address of states x GATE_COLUMNS: the next state x 2, plus 1 where the event breaks the rule
GATE_OWES = 2  # address of one number a state: 1 where the case must not close
GATE_APPLIES = 3  # code of the condition under which it applies, 0 for always
GATE_MET = 4  # code that tells whether the closing itself is what it waits for, 0 for never
GATE_STATE = 5  # offset in a case row of its state: state x 8, plus 1 while it applies, 2 while that is
# unknown, plus 4 once it is waived
GATE_SIZE = 6
GATE_COLUMNS = 55
# a (0 no, 1 yes, 2 unknown) + 3 x b + 9 where it does not apply, 18 where that is unknown + 27 if it is never "next"
GATE_RELEASED = 54  # column of the state after it stopped to apply
GATE_TO, GATE_PLAIN, GATE_A, GATE_B, GATE_LOOKS, GATE_WAIVES = range(6)
# of a gate link: address of the gate; 27 of an event that is no "next" one, else 0; codes of a and b, 0 for surely,
# -1 for never; whether such events may change whether it applies; whether they waive it
GATE_LINK_SIZE = 6

# --- watch: a register that follows events ---
WATCH_REGISTER = 0
WATCH_SORT = 1  # 0 count, 1 last value, 2 last value that is known, 3 a number set, 4 when it happened
WATCH_DATUM = 2  # register of the datum, of sort 3 the number
WATCH_SIZE = 3

# --- case ---
CASE_NUMBER = 0
CASE_KEY = 1  # key of its draws
CASE_STATUS = 2  # 0 new, 1 open, 2 closed
CASE_X = 3  # address of its registers in x
CASE_OPENED = 4  # minute
CASE_STOP = 5  # minute from which the client stays away, or a time after the horizon
CASE_WAITING = 6  # whether the drop-out clock runs at its waiting pace
CASE_STREAM = 8
CASE_PRIORITY = 9
CASE_TASKS = 10  # head of the chain of its tasks
CASE_STEP = 11  # number of its steps
CASE_LEFT = 12  # whether a step left something that had changed once already
CASE_TOLD = 13  # whether its staying away was told
CASE_LAY_MASK = 14  # which lay people it has, bit by bit
CASE_CLOSED = 16  # minute of closing
CASE_AFTER = 17  # number of the case it follows, or -1
CASE_ENDING = 18  # number of the word of its ending, or -1
CASE_PARKED = 20  # how many of its tasks are parked
CASE_NEXT = 21  # next case in the chain of those open or held
CASE_PREVIOUS = 22
CASE_FIXED = 23

IS_NEW, IS_OPEN, IS_CLOSED = range(3)

# --- state of a plan in a case ---
PLAN_SEEN, PLAN_TIMES, PLAN_WANTED, PLAN_ORDINAL, PLAN_CALLS, PLAN_RUN, PLAN_HANDLED, PLAN_AGAIN, PLAN_OWN_KEY = range(
    9
)
# bits of `after` seen; done in this run; wanted in this run, plus 1 (0: not drawn); draws so far; calls waiting; run of
# its phase plus 1; latest instance taken up, or times it came up; whether the last try was missed; key of its draws
PLAN_STATE_SIZE = 9

# --- line: what people queue for: a worker, a pool of workers, a lay person of a case ---
LINE_FREE, LINE_HEAD, LINE_TAIL, LINE_OFFER, LINE_MARK, LINE_AGENDA, LINE_CALENDAR = range(7)
# how many are free; first and last place; next line in the chain of those freed, and whether it is in that; address of
# one number a day, bits of slots taken, 0 without appointments; address of the calendar, 0 for always
LINE_SIZE = 7

# --- worker: a line, and ---
WORKER_NUMBER = 7  # from 0 through all groups
WORKER_GROUP = 8  # address of the group
WORKER_CASES = 9  # open cases
WORKER_PERSON = 10  # which person holds the post, from 0
WORKER_AWAY = 11  # minute until which away, 0 while there
WORKER_BUSY = 13  # how many tasks it is at
WORKER_SIZE = 14

# --- group of workers ---
GROUP_ROLE = 0  # number of the role
GROUP_WORKERS = 1  # address of the first worker
GROUP_COUNT = 2
GROUP_CASELOAD = 3  # most open cases each, 0 for any number
GROUP_KEEPS = 4
GROUP_POOL = 5  # address of the line of the pool
GROUP_CALENDAR = 6
GROUP_ABSENCES = 7  # address of absence rows
GROUP_N_ABSENCES = 8
GROUP_WAITING = 9  # head of the chain of tasks that wait for room under the caseload
GROUP_LAST = 10
GROUP_ORGANISATION = 12  # number of the word of its organisation, -1 for none
GROUP_SIZE = 13

# --- absence ---
ABSENCE_GAP, ABSENCE_LENGTH, ABSENCE_LEAVES = range(3)  # shapes: the time between two, how long; whether for good
ABSENCE_SIZE = 3
AWAY_WORKER, AWAY_ABSENCE, AWAY_DRAWS, AWAY_KEY, AWAY_BACK = range(
    5
)  # a worker with an absence; whether away by it now
AWAY_SIZE = 5

# --- stream of arrivals ---
STREAM_SORT = 0  # 0 by rate, 1 by gaps, 2 by a list
STREAM_RATE = 1  # address in x of the highest mean number a minute
STREAM_GAP = 2  # shape
STREAM_AT = 3  # address of minutes
STREAM_N_AT = 4
STREAM_THIN = 5  # address in x of shares by month and weekday, 12 x 7, row by row; 0 for none
STREAM_HOURS = 6  # address of the calendar outside whose hours nothing comes; 0 for around the clock
STREAM_MOST = 7  # most cases, -1 for any number
STREAM_PRIORITY = 8
STREAM_DRAWS = 9
STREAM_CAME = 10
STREAM_KEY = 11
STREAM_DAYS = 12  # address of one number a day since the start: month x 7 + weekday
STREAM_CLOCK = 13  # address in x of the exact minute of the last one
STREAM_SIZE = 14

# --- return of those who left ---
RETURN_ENDINGS, RETURN_N, RETURN_SHARE, RETURN_DELAY, RETURN_SAME, RETURN_HASH = range(6)
# address of numbers of words, RETURN_N of them, 0 for all; shapes; whether to the same workers; hash of its id
RETURN_SIZE = 6
BACK_STREAM, BACK_AFTER, BACK_KEY, BACK_WORKERS = range(4)  # somebody on the way back; then one worker a group

# --- fact drawn at the opening ---
FACT_REGISTER, FACT_SHAPE, FACT_HASH, FACT_DATUM = range(4)
FACT_SIZE = 4

# --- lay role ---
LAY_ROLE, LAY_SHARE, LAY_COMES, LAY_HASH = range(4)  # number of the role; shapes; hash of its id
LAY_SIZE = 4

# --- plan: how people do one thing ---
PLAN_ITEM = 0  # number of the item, or -1
PLAN_LETTER = 1  # letter of its event; of an activity, of its being completed
PLAN_SORT = 2  # 0 complete an activity, 1 another act on an item, 2 bookkeeping, 3 close the case
PLAN_FULL = 3  # bits of `after`
PLAN_IF = 4  # code
PLAN_EACH = 5
PLAN_AT_DROP = 6
PLAN_CHANCE = 7  # shape
PLAN_TIMES_SHAPE = 8  # shape, 0 for as often as it comes up
PLAN_DELAY = 9  # shape, 0 for at once
PLAN_INTO = 10  # 0 any time, 1 next opening, 2 spread
PLAN_LENGTH = 11  # shape, 0 for a moment
PLAN_NO_SHOW = 12  # address of one shape a lay role in need, 0 for none
PLAN_SENT_WORD = 13  # shape
PLAN_MISSED_LENGTH = 14  # shape, 0 for the length
PLAN_RETRY = 15  # shape, 0 for the delay
PLAN_STOPS = 16  # shape
PLAN_MISSED = 17  # number of the word of the outcome of a missed one
PLAN_PRIORITY = 18
PLAN_NOTICE = 19  # shape
PLAN_WITHIN = 20  # minutes, -1 for any time, -2 - N for N working days
PLAN_ROUNDS = 21
PLAN_WAIT = 22  # shape
PLAN_REPLACED = 23  # bits of groups
PLAN_GROUPS = 24  # address of numbers of groups whose worker's time it takes; the first acts
PLAN_N_GROUPS = 25
PLAN_LAY = 26  # bits of lay roles whose time it takes
PLAN_ACTOR = 27  # group number, or -1 - lay number
PLAN_BEHALF = 28  # lay number, or -1
PLAN_QUORUMS = (
    29  # address of pairs: code of its condition or 0, address of one number a subset of lay people: 1 enough
)
PLAN_N_QUORUMS = 30
PLAN_DATA = 31  # address of DATUM rows
PLAN_N_DATA = 32
PLAN_STATE = 33  # offset of its state in a case row
PLAN_CALENDAR = 34  # address of the calendar of its delay and length, 0 for always
PLAN_GROUND = 35  # code that must be true, or 0
PLAN_NUMBER = 36
PLAN_MISS_LETTER = 38  # letter of a missed one, or -1 where missing tells nothing
PLAN_HASH = 40  # hash of its id, for the key of its draws
PLAN_TELLS = 41  # whether bookings are told as events
PLAN_ITEM_STATE = 43  # offset of its item's state, or 0
PLAN_ENDED_IF = 44  # of a plan that closes: address of pairs word, code: what an ending needs
PLAN_N_ENDED_IF = 45
PLAN_QUICK = 46  # offset of the state of an item of whose new instances it comes up, 0 for others
PLAN_CLIENTS = 47  # bits of lay roles without whom it is missed
PLAN_PLANS = 48  # 1 plans a discretionary activity before it does it, 2 does nothing but plan one
PLAN_PLANNER = 49  # number of the group that plans it
PLAN_KEPT = 50  # whether a case keeps the worker of each of its groups
PLAN_TURN = 51  # transition of its letter, or -1
PLAN_PLAIN = 52  # whether what it is about needs neither be planned nor be started by anybody
PLAN_ITEM_ROW = 53  # address of its item, or 0
PLAN_FITS = 54  # where an instance must stand for it to come up, bit by bit
PLAN_STANDS = 55  # where it must stand for it not to be given up
PLAN_SIZE = 56

# --- look: what of a plan is looked at first after every event; plans that answer to dropping out have none ---
LOOK_STATE, LOOK_MADE, LOOK_FULL, LOOK_PLAN = range(4)
# offset of its state in a case row; of how many instances of its item were made, 0 where that does not count, -1 where
# nothing does; bits of `after`; its address
LOOK_SIZE = 4

# --- datum of an event ---
DATUM_NUMBER, DATUM_SHAPE, DATUM_REGISTER, DATUM_AHEAD = range(4)  # AHEAD: a time, told as how far ahead it lies
DATUM_SIZE = 4

# --- task: one thing that somebody means to do, or does ---
WAITS_FOR_TIME, IN_LINE, AT_WORK, PARKED_TASK, CANCELLED_TASK, WAITS_FOR_ROOM, BOOKED_FOR, WORD_COMES, ACTING = range(9)
TASK_CASE = 0
TASK_PLAN = 1
TASK_INSTANCE = 2  # number of the instance it is about, 0 for none
TASK_STATE = 3  # one of the states below
TASK_REQUESTED = 4
TASK_STARTED = 5
TASK_ENDS = 6  # while it is booked, how long it will take
TASK_ORDINAL = 7  # which of its plan's draws in this case it uses
TASK_TRY = 8
TASK_SHOWN = 9  # bits of lay people who come
TASK_PLACES = 10  # up to MOST_PLACES addresses of places in lines, and a 0 behind them
TASK_ROUNDS = 19  # rounds of looking for a time
TASK_WISHED = 20  # minute at which it first came up
TASK_WORKERS = 22  # up to MOST_PLACES addresses of workers at it
TASK_DAY = 30  # window of an appointment, and its first and last slot
TASK_FROM = 31
TASK_BITS = 32
TASK_MISSED = 33  # whether it will be missed, drawn when it starts
TASK_WAITS = 34  # next in the chain of those who wait for room under a caseload
TASK_LENGTH = 35  # working minutes that it takes
TASK_WORKED = 36  # whether its work is done and only its act is still to come
TASK_NEXT = 37  # next task of the case
TASK_KEY = 38  # key of its plan's draws in its case
TASK_SIZE = 39
MOST_PLACES = 8

# --- place in a line ---
PLACE_TASK, PLACE_LINE, PLACE_NEXT, PLACE_PREVIOUS, PLACE_PRIORITY = range(5)
PLACE_SIZE = 5

# --- calendar ---
CALENDAR_WINDOWS, CALENDAR_N, CALENDAR_DAYS, CALENDAR_N_DAYS, CALENDAR_OPEN = range(5)
# addresses: windows, one after another; one number a day since the start, the first window that ends after its
# midnight; one number a day since the start, bits of slots wholly inside its hours
CALENDAR_SIZE = 5
WINDOW_START, WINDOW_END, WINDOW_BEFORE, WINDOW_DAY, WINDOW_MIDNIGHT = range(5)
# WINDOW_BEFORE: working minutes before it since the start; number of the working day; minute at which that local day
# began, negative before the start of the first day
WINDOW_SIZE = 5

# --- shape: how a value is drawn ---
SHAPE_SORT = 0  # one of the sorts below
SHAPE_X = 1  # address in x of its numbers
SHAPE_N = 2  # how many values an empirical one has
SHAPE_UNIT = 3  # minutes in one, 0 for what is no time, -1 working minutes in hours, -2 working days
SHAPE_WHOLE = 4
SHAPE_ROW_IF = 5  # code: where true, the shape SHAPE_ROW counts instead
SHAPE_ROW = 6  # shape, 0 for none
SHAPE_NEXT = 7  # the same shape without its first row: where the condition is not true
SHAPE_SIZE = 8
CONSTANT, UNIFORM, TRIANGULAR, EXPONENTIAL, LOGNORMAL, GAMMA, POISSON, EMPIRICAL, LAST, FUNCTION = range(10)

# --- one instruction of a condition ---
CODE_OP, CODE_A, CODE_X = range(3)  # operation, a number, address in x
CODE_SIZE = 3

# --- log: one row an event or a datum; beside it one float a row: a datum's value, an act's working minutes ---
LOG_LETTER = 0  # letter of an event; -1 - number of the datum for a datum of the event above; or LOG_WORK
LOG_WORK = -1_000_000  # work that came to no event, because what it was about had ended meanwhile
LOG_CASE = 1
LOG_INSTANCE = 2
LOG_TIME = 3
LOG_CAUSE = 4  # one of the causes below
LOG_PLAN = 5  # number of the plan, or -1
LOG_ACTOR = 6  # worker number * 4096 + person + 1; -1 - lay number; 0 for nobody
LOG_WISHED = 7  # when it came up
LOG_REQUESTED = 8  # when it joined the line, or the wish for an appointment; -1 for none
LOG_STARTED = 9  # minute at which work began, -1 for a thing of a moment; of a booking, the minute it is for
LOG_SHOWN = 10  # bits of lay people who came
LOG_ROUNDS = 11  # rounds of looking for a time, of the case's arrival the case it follows + 1
LOG_SIZE = 12

DONE_BY, DERIVED, MISSED, JOINED, GONE, OPENING, STARTING, BOOKING, MOVING, CALLING_OFF, PLANNING = range(11)
# an act; what follows in its step; an act that is missed; somebody joins; leaves; a case opens; work starts that must
# be started; a time is booked, moved, called off; a discretionary activity is planned

# --- purposes of draws: of a run, a stream or a case; and of a plan in a case, which has a key of its own ---
FOR_ARRIVAL, FOR_GAP, FOR_FACT, FOR_LAY, FOR_DROP, FOR_RETURN, FOR_ABSENCE = range(7)
FOR_CHANCE, FOR_TIMES, FOR_DELAY, FOR_INTO, FOR_LENGTH, FOR_STOPS, FOR_NOTICE, FOR_WAIT, FOR_WORD, FOR_WORD_TIME = (
    range(10)
)
FOR_SHOW = 16  # plus the number of the lay role
FOR_DATA = 32  # plus the place of the datum
TRIES = 64  # ordinals a task has: one a try
