"""Where there is land: cells of one degree of the globe, from Natural Earth (public domain) by ``scripts/make_land.py``."""

from __future__ import annotations

import base64
import functools
import math
import zlib

ROWS, COLUMNS = 180, 360  # from 90 N and from 180 W
SOUTHERNMOST_SOIL = -60.0  # degrees; beyond is the Antarctic
# Places that touch on a raster of so many degrees are a region; longitude and latitude of a place are probably exchanged where this brings
# it, within so many degrees, to a region with so many times the places of its own.
REGION_DEGREES, NEAR_DEGREES, OUTNUMBERED = 5, 1.0, 3
# fmt: off
# cells
_CELLS = (
    r"c-rlmL5m#66@Xt)kEciWNIh``T9d&&MgisKJp{5~p&rMFTmrc!mt=g&DI}W&B7xWHGCJ%<SiS}VtDm5w4gs}%uyQci#{>ta?S;q("
    r"!}hXqwl-Vt%B$+?s#o39((WNQ7c4td^Y!aj@4b5Obv3}ZWBmvvKqO^(7B-c#k~k{%d^VPL7<!Njyw$BWY_PJd(3j4b`n08V>nefp"
    r"H#J-+_2nGG5FigF@36O1r-g=(3iHdaI--;6CN6Hz!f;#53ji+u*}!hu@>rR{tTD%l*+ft0Fwtv>ioZF@S-r5wR<gMtM5%@oHwl51"
    r"$Z>7!8V>cM8GIMNf5RX-r0~~D4<$kWYgP?^e558$#VaLsv{pLTaAiesI5n0J^g_ObFxT**%uu;l!y8IphH&WYd0Hq^F%sh^!8@`V"
    r"-c*<4jk7xrmeotR4)R^*k@2?Dhh4fV{ZU5l^MNeG#&Y=o<UqCuQEOj{unA{rBZZEqBqp*7;UX5`E4Oy+YRL@!ro1Fq9U#8qJ|9aS"
    r"pcV>_)}ZLELjoryARLv(lU?|lvzuC6rfe|*S!L^BXF9z9Hl)g}Ly%$(T!yjRd69eoiGpE!jo3Zh#|VFB;6!dgpf^O3$wzHC`9j4#"
    r"uR~vHBurMwGucw3*vL@K0vBJey@;FWOp2rpGf-hZPnRaY@T7_RIFJA9vlY5Y{UTUnkyX7{mE^eWz||6c^>-cnb<~+{nUx)<JP4{S"
    r"fa_pkDNXiymv?Q9dyFMzy}3O&6I~bz_`3de&xhZUYvIV)%7?=){4ikc++5w(Uq{`*co@>WQQu7VN&a#~(^nIE{#QG;CtY}t<Vnvd"
    r"+qb$fv$Y6abn0O7dC`F@0zb))9n3Rm!`1Iu!>(|b9}zQG9az|k_&O$r_{71Vi>~A*<I9OkN6zV0@M#BbGInxuSJ|U->kIM@tY<DT"
    r"RO4<!B_EeTK}s8eF$hvIQJ_r+U-2;Sz_l&rkd&#4Xq#xNDyDGe!SR87K%H1!UopRZaQ;(!@_s_P1b$soIFYobAq<x&oO$&-p=O?{"
    r"f<i-&Upt|2RBw~1{<4Wm9n!KU;>TWVLVcoE;1v`RK?iOOKTg}x906V65T}kB$pd3H8_(4cj8Pky&$q$fCl(eXzm-uMH*k|StlnY<"
    r"_bL1iYWyc^8a0|*@GYYOYYbgL>cJSG%|ed@SomHk;AZZnoJ`kH6OM}^fkz0R7G5$#xyFnCwAhBpSjB5q>A_fnOz7Tq3K)A8@5+ZX"
    r"1a)N9UD?>>IkWxCow)Si6-HKy=}#_4s_539*2@~EoWCJGH9pZjQz5HzsETfFJuUgCiR4WkOqxza!7QtaOB(iql;0Wah~7+WM}f1b"
    r"30Qb;<L*CD7lI!quHB84+U(V~WOxI2$3T6UrA-`Rg%t23`9T*}O`)y@8>y|75OVm5%wyJuLEblJOk6cW_^F1+?I(o$$-t{!d7<DZ"
    r"GEeeOCm*rwA0CXpy;#DN^urpSTXLXWX);Ibsu9Aw$(^)V^8jSv$Sn{!?7j~-i$Ui>r%7O;gNFj%dLQ<SIs6!2Za**Ov>Ykt&)_Wv"
    r"PZ6HNg|;3gNx%vo&fv`g4iH|<Ur<d_!;Y=eriDN|563VoLs6htLKUS`Z-rXv8_UeV2)uf@TW)G$=C2;tT#Ale?u(D_<!@`-GN^;c"
    r"nk*;TpwRJ?$W`$RJ-Kjjpq~zm`LEb|1ks7C>hw&VUL+bGG#Z&rhOqq0TutX>ff^Q0=Sugx5Q=P-sCMZ4^R{Fo?q}}0uu|RORcryb"
    r"XqHZ0OBFddkdH9k?B7!9s11v0WAdiNAe>2#TMN*KxnB%z*(eQsJ=}XiR=;dLZ<5Lxkb0E<AbIbpJOzJirLNk8fu~yk@$OZ5l-HX!"
    r"@LIuoQo~~{ER>ThlGwNo0vJKSeApBrS{9>YUSXnOO=@hm6SHbqC!7>;Bxb16VADFC!kIE%y`mvLb+Xs^XsK*5_Bzta*20s^F4Fn-"
    r"Xk*^l-VLlC9zO;X^8v#6VfY=^D&WGx+G+K;so+gm77+a5xv=CrDvn+Rc=M39RYIpHbsfL$V6kI@?#2#ns|Z|?#o+WtgjO59z97vH"
    r"w;JsW0^^0_=%e`<f^D*69n1vT$p}xPkLM$>?Vy8|`XGi=cSjZsqXou>O-c$b2aWmxzf7!@2mi*D^CAR4r!Y8p>Ln3ApDGtkyD&!D"
    r"1r8ppbJ&1Q$gJ!7gObATG{oJ{b@DCP_3;Zk%Pm|%Nq3NFm5DJqQcKCflqY!#COyWa?eBx>!P+z6Da>1NVLz7srVyk=G_do0(T3qn"
    r"aNu&F54*NMCoq?tQ@hJCZTsm)W@-1BGI2*)A<;2B!e2_iruYYKbQJY3%U1F3I}^RA;O%vAK&BSW8WFzHf;(z7n@Fv<1y{XCtlvYM"
    r"?)b1V!Lkb{Om#JMWTOA@R-N_vFz<yU24UfOJS(3C$GHdh_{4AF&jzP0*z^7(^nbl^9?4tJgXyj2EtqxVjf}x_U^-fUm0@xAgMJyd"
    r"yXs-jXXQau<JY}#+w2${sw8>g-(w8W#|Mk^yrBr#dFaLe4bIO@M(2?Fn{%*Hc^;Ub15VB(IrAN&FJ*kT-g*9e7JbsLx|@5)m@&il"
    r"qgdHKP03^ToW*?4&8Xx{`gtMqPanxxRpbOAt{>D}hq3Oy2j=qMT4v=Px>A1x{U@FDOiCy6a>JCtE6;{wxpWPGxc-emQ;_jjbE2XZ"
    r"%GSeq>wJ~3J#M91ME=Eb&pVN7?z5#z!o6=${)%=YZ(j~_$lmLPQB*+A$M5Yk`M8g*b^e{3$adwuK3G8OZI1xa|JFyPwtvxy^ck;+"
    r"_`2iqep-Gz$oL;w6IA>"
)
# fmt: on


@functools.lru_cache(maxsize=1)
def land_cells() -> bytes:
    """Whether each cell has any land, bit by bit, row by row from 90 N and from 180 W: the first cell is the highest bit of a byte."""
    return zlib.decompress(base64.b85decode("".join(_CELLS)))


def is_sea(lon: float, lat: float) -> bool:
    """Whether a place lies in a cell of one degree without any land.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84: longitude from -180 to 360, latitude from -90 to 90.
    """
    row = min(max(math.floor(90.0 - lat), 0), ROWS - 1)
    cell = row * COLUMNS + math.floor((lon + 180.0) % 360.0) % COLUMNS
    return not land_cells()[cell // 8] >> (7 - cell % 8) & 1
