"""Titles, roles and common first names of men and women.

Names of both are left out.
"""

from __future__ import annotations

from bot.attribution.lexicon import words_of

FEMALE = words_of("""mrs mrs. ms ms. miss lady queen princess dame spokeswoman chairwoman congresswoman woman mother
    baroness duchess sister wife daughter actress businesswoman councilwoman""")
MALE = words_of("""mr mr. sir lord king prince spokesman chairman congressman man father baron duke brother husband
    son actor businessman councilman pope""")

FEMALE_NAMES = words_of(
    """
        abigail agnes alexandra alice alicia alison allison alyssa amanda amber amelia amy andrea angela anita
        ann anna anne annie barbara beatrice bernice beth betty beverly bonnie brenda bridget brittany camilla
        carol carolina caroline carolyn carrie catherine cecilia charlotte cheryl christina christine cindy
        claire clara claudia colleen connie crystal cynthia daisy danielle deborah debra denise diana diane
        donna dorothy edith eileen elaine eleanor elena elizabeth ella ellen emily emma erica erin esther eva
        evelyn fiona florence frances gabriella gail georgia gina gladys gloria grace greta hannah harriet
        heather heidi helen hilary hillary holly ida ingrid irene isabel isabella ivanka jacqueline jane janet
        janice jasmine jean jeanne jennifer jenny jessica jill joan joanna joanne josephine joyce juanita judith
        judy julia julie kamala karen kate katherine kathleen kathryn kathy katie kayla kelly kimberly kristen
        laura lauren leslie lillian linda lisa liz lois lori louise lucy lydia mara margaret maria marie marilyn
        marjorie martha mary maureen megan melania melanie melissa meghan michelle mildred molly monica nancy
        natalie natasha nicole nina nora norma olga olivia pamela patricia paula peggy penelope penny phyllis
        priscilla rachel rebecca regina rhonda rita roberta rosa rose rosemary ruth sally samantha sandra sara
        sarah serena sharon sheila shirley sofia sonia sophia sophie stella stephanie sue susan suzanne sylvia
        tamara tammy tanya tara teresa theresa tiffany tina tracy ursula valerie vanessa vera veronica victoria
        virginia vivian wanda wendy yolanda yvonne zoe
    """
) - words_of("kelly leslie tracy jean georgia virginia carolina grace rose daisy crystal amber holly penny")
MALE_NAMES = words_of(
    """
        aaron abraham adam adrian alan albert alejandro alexander alfred allen andre andrew anthony antonio
        arnold arthur barack barry ben benjamin bernard bernie bill billy bob bobby boris brad bradley brandon
        brendan brett brian bruce bryan carl carlos charles charlie chris christopher clarence clark craig
        curtis daniel danny darren dave david dean dennis derek dmitry don donald douglas dwayne earl eddie
        edgar edward edwin elon emmanuel eric ernest eugene felipe fernando floyd francis francisco frank
        franklin fred frederick gabriel gary gavin geoffrey george gerald gilbert glenn gordon greg gregory
        harold harry harvey hector henry herbert herman howard hugh hugo ian igor ivan ivo jack jacob jair jake
        james jared jason jay jeff jeffrey jeremy jerome jerry jesus jim jimmy joe joel john johnny jon jonathan
        jorge jose joseph joshua juan julian julio justin karl keith ken kenneth kevin kyle larry lawrence lee
        leo leonard liam lloyd louis lucas luis luke manuel marc marco marcus mario mark martin matt matthew
        maurice michael miguel mike milton mitch mitt mohammed muhammad nathan nathaniel neil nicholas nick noah
        norman oliver oscar owen pablo patrick paul pedro peter phil philip phillip pierre rafael ralph ramon
        randy raymond ricardo richard rick ricky rob robert roberto rodney roger roland roman ron ronald roy
        russell ryan salvador sam samuel scott sean sergei sergey seth simon stanley stephen steve steven stuart
        ted terrence thomas tim timothy todd tom tommy tony travis tyler vernon victor vincent vladimir
        volodymyr wallace walter warren wayne wesley will william xavier zachary
    """
) - words_of("lee jay jesus roman")
