"""A row that ends whoever touches it is given up; one that nobody can plan waits aside. The others come as ever."""

import time

from tests.faults.ground import Ground
from tests.faults.scenarios import SECOND


def test_a_mail_that_kills_its_worker_each_time_takes_no_other_with_it(ground: Ground):
    ground.staff()
    numbers = ground.promise([ground.now - SECOND] * 8)
    poison = numbers[2]
    with ground.mail_server():
        while ground.books.left():
            worker = ground.work(kills=poison)
            while worker.is_alive() and ground.books.left():
                time.sleep(0.05)
            ground.books.allow_attempts(3)

    verdict = ground.verdict()
    assert {message.promise for message in verdict.lost} == {poison}
    assert verdict.faults.keys() == {"lost"}
    assert verdict.doubled == 0
    assert verdict.accidents == 3
    assert ground.books.states([poison]) == {"dead"}


def test_a_promise_that_nobody_can_plan_holds_up_no_other(ground: Ground):
    ground.staff()
    numbers = ground.promise([ground.now - SECOND] * 8)
    with ground.mail_server():
        ground.work(breaks=numbers[0])
        ground.wait(lambda: ground.arrived() == len(numbers) - 1)

    assert {message.promise for message in ground.verdict().lost} == {numbers[0]}
    assert ground.complaints("step plan failed") == 1
