#!/bin/sh
# Opens case c1 in the store that COLLABMODEL_STORE names, and takes it to the meeting about goals.
set -eu
folder=$(dirname "$0")
teacher=teacher:t-1@school
worker=youth_worker:w-1@youth_team

collabmodel case open --model "$folder/absences.yaml" --id c1 --by $teacher --opening concern --data age=14
collabmodel case record c1 join pupil --by $teacher --data person=p-1
collabmodel case record c1 join youth_worker --by $worker --data person=w-1
collabmodel case record c1 complete referral --by $teacher --data reason=absences
collabmodel case record c1 complete answer --by $worker
collabmodel case record c1 give sharing --by pupil:p-1
collabmodel case record c1 complete hearing --by $worker
collabmodel case record c1 complete goals_meeting --by $worker --data "@$folder/attendance.json"
