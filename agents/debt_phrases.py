"""How customers speak about debts, in Spanish and English.

Patterns for text as `debt_heard` gives it: folded, amounts as marks.
"""

from agents.alternatives import any_of

DEBT_WORDS = any_of(
    r"cancelo|deudas?|deudor\w*|debo|debia|debemos|adeud\w+|endeudad\w+|saldar"
    r"|liquid\w+",
    r"debts?|owe[ds]?|owing|(?:my|outstanding) balance|pay (?:it )?off",
)
"""Words that are about debts whatever else is said."""

WHETHER = any_of(
    r"(?:se )?(?:puedo|puede|podria) pagar|aceptan|permiten|hay (?:pago|cuotas)",
    r"(?:can|could|may) (?:i|one|we) pay|is it possible|do you (?:accept|allow|take)",
)
"""Asking what the shop allows."""

OWN_DEBT = any_of(r"(?:mis?|una|la) deudas?", r"(?:my|the|a|any) debts?")

LIST = any_of(
    r"(?:a )?(?:cuanto|que) (?:asciende|sube|llega|suma)n?|debo (?:algo|nada|dinero)"
    r"|(?:me )?falta(?:n)? por pagar|(?:algo|nada) pendiente|do i (?:still )?owe"
    r"|i owe (?:you )?(?:anything|something)",
    r"(?:queda?[so]?|quede|estoy|seguir|sigo) (?:a deber|debiendo)",
    r"(?:lo|algo|nada) que (?:tengo |me queda |queda |me falta )?(?:sin |por )?pagar"
    r"|what i have left to pay|(?:anything|what's) (?:outstanding|unpaid)",
    r"(?:cuanto|que|lo que|cuanta plata|cuanto dinero) (?:(?:es|yo|les|os|te"
    r"|le) )*(?:debo|adeudo|debia|tengo pendiente|me falta pagar|tengo que pagar)",
    r"(?:mis|las|todas las|otras|ver|lista de|listado de|tengo|que) deudas",
    r"deudas (?:tengo|pendientes)|alguna deuda|mi saldo|estado de (?:mi )?cuenta",
    r"(?:cual|cuanto) es (?:el total de )?(?:mi|la) deuda(?: total)?",
    r"(?:any|outstanding|pending|unpaid) debts?|(?:how much|what"
    r"|all)(?: money)? (?:do |is it )?(?:that )?i(?: do| still|'m|m| am)? ?(?:owe"
    r"|owing)|(?:my|the|all|any|other|which|what|list|show) debts"
    r"|debts (?:do )?i have|what i owe|how much is my debt|my balance"
    r"|outstanding balance|amount due|owe you",
)

NEGATION = any_of(
    r"no|nunca|que va|jamas|ni|tampoco|para nada|rechazo|paso|como (?:voy|quieres que)",
    r"not|never|don't|dont|do not|won't|can't|cannot|no way|reject|refuse|decline",
)
DECLINE = any_of(
    r"que va|no hay trato|me lo (?:pienso|pensare)|tengo que pensar\w*"
    r"|no (?:lo )?(?:pienso|voy a) (?:pagar|aceptar)\w*"
    r"|es un (?:robo|atraco|abuso|timo)",
    r"(?:this|that|it)(?:'s| is) (?:a )?(?:robbery|rip ?off|outrageous|a joke)"
    r"|i'm not (?:paying|going to)",
    r"ni (?:de broma|loco|en suenos)|(?:ahora|hoy|de momento|por ahora|mejor"
    r"|prefiero|creo que) no|nones",
    r"nope|nah|not (?:for now|yet|at the moment)|rather not|maybe later",
    r"no(?: muchas)?(?: ,)? gracias|no(?: ,)? no|(?:no )?(?:lo )?dejemoslo",
    r"no (?:la |lo |me |estoy |quiero |puedo )*(?:acepto|aceptar|interesa|convence"
    r"|conviene|gusta|sirve|parece|quiero|puedo|de acuerdo|va bien)",
    r"(?:la |lo )?rechazo|ni hablar|de ninguna manera|para nada|paso|olvidalo|dejalo"
    r"|(?:lo )?(?:voy a )?pensar(?:lo|e)?|otro dia|mas tarde|luego",
    r"no (?:thanks|thank you|deal|way)|not (?:interested|now|today|really)",
    r"i (?:don't|do not|won't|can't|cannot) (?:accept|agree|want|think so|like|take)"
    r"|(?:i )?(?:reject|refuse|decline)|forget it|think about it|later|leave it",
)
ACCEPT = any_of(
    r"^(?:si |ok |vale |pues )?(?:lo|la) pago(?: hoy| ahora| ya)?(?=$| ,)|lo cogo"
    r"|tomo (?:la|esa|su|tu) oferta|(?:es)?ta (?:bueno|perfecto|genial)|fine by me"
    r"|sign me up",
    r"me quedo con (?:lo|el) de?l? ?contado|sounds? (?:ok|okay|alright|all right)",
    r"cerremos|cerr(?:emos|ado) (?:el trato|asi)|acceptable|aceptable",
    r"(?:lo |la )(?:cogemos|tomamos|compramos|firmamos)|si , (?:lo|la) pago"
    r"|(?<!si )(?:lo|la) pago ya",
    r"that's (?:fine|ok|okay|good|great|fair|perfect|agreed|a yes)|let's (?:close"
    r"|go with|go for|agree)(?: it| that| the offer)?|go for (?:it|that)"
    r"|i'm good with (?:it|that)|works",
    r"(?:lo |la |los |las |se lo |te lo )?acept(?:o|amos|ar(?:ia|e)?|ada|ado)"
    r"|trato hecho|(?:^|^\w+ )trato(?=$| ,)|hecho|de acuerdo|cerramos|cierro|cerrado"
    r"|cerrar|lo cierro",
    r"(?:me )?parece (?:bien|justo|perfecto|correcto|razonable|genial|estupendo|ok)",
    r"(?:me )?(?:sirve|conviene|convence|cuadra|va bien|vale asi|gusta|interesa)",
    r"(?:lo |la )(?:tomo|cojo|agarro|firmo|compro|quiero(?=$| ,))|me (?:la|lo) quedo"
    r"|me quedo con (?:eso|esa|la oferta|ese precio|esa oferta|el descuento)",
    r"conforme|confirm(?:o|ado|amos|ar)|firmo|donde firmo|adelante|hagamoslo"
    r"|(?<!como )lo hacemos|hazlo|procede|trato aceptado|asi quedamos"
    r"|quedamos (?:asi|en eso)",
    r"pago (?:eso|ese precio|esa cantidad)|(?:te |le )?compro la oferta",
    r"(?:it's |it is |that's |we have |you've got |you have )a deal"
    r"|(?<!the )(?<!better )deal(?=$| ,| then)|i(?:'ll| will)? accept|accept(?:ed)?"
    r"|agreed?|done|i(?:'ll| will) take (?:it|that|the (?:offer|deal))"
    r"|sounds? (?:good|fair|great|fine|reasonable)|that works(?: for me)?"
    r"|works for me",
    r"let's do (?:it|that)|go ahead|i(?:'m| am) (?:in|happy with (?:that|it))"
    r"|shake on it|i confirm|confirmed|fair enough|i'll go with (?:that|it"
    r"|the offer)|i'll pay (?:that|it)|it's a yes|i(?:'m| am) ok(?:ay)? with (?:that"
    r"|it)",
)
ABOUT_ACCEPTING = any_of(
    r"(?:que (?:pasa|pasaria|significa|implica)|como|cuando|obligatori[oa]|dud\w+"
    r"|antes de)(?: \w+){0,3} acept\w+",
    r"(?:puedo|podria|tengo que|hay que|debo|deberia)(?: \w+)? acept\w+",
    r"^(?:y si|que|como|cual) (?:\w+ )?(?:acept\w+|trato)"
    r"|^(?:y )?(?:el|que) trato (?!hech)|^que trato$"
    r"|acept\w+ .*(?:que pasa|exactamente)$|aceptaria .*si",
    r"(?:what|how|when|should|can|could|do|must|before|if)(?: \w+){0,4} accept\w*",
)
"""Questions and conditions about accepting: no acceptance."""
YES = any_of(
    r"si|sip|claro|vale|ok|okay|okey|oki|venga|bueno|dale|va|listo|perfecto|bien"
    r"|muy bien|esta bien|excelente|genial|correcto|exacto|estupendo|por supuesto"
    r"|como no|ya(?: pues| pe)?|sale|orale|andale|simon|chevere|bacan|guay"
    r"|(?:es)?ta bien|de una|buenisimo|pos si"
    r"|eso es|asi es|afirmativo|fenomenal|seguro",
    r"yes|yeah|yep|yup|sure|fine|great|right|all right|alright|perfect|correct|good"
    r"|of course|absolutely|certainly|very well|exactly|definitely|please do",
)

BETTER = any_of(
    r"(?:algo|un poco|un poquito|nada)? ?mas (?:\w+ ){0,3}(?:quit|rebaj|descont)\w+"
    r"|quit\w+ (?:\w+ ){0,2}mas",
    r"esta (?:muy |un poco |algo )?(?:car[oa]|alt[oa])|(?:shave|trim|cut) .*off",
    r"un[oa] mejor|pag\w+ menos|lo menos|minimo que \w+|what else (?:can|could) you"
    r"|i'm thinking it's too much",
    r"^(?:y |no |pero |anda |venga )*(?:un poco |un poquito |otra |otro "
    r"|algo )?(?:mas|mejor|menos|otra|otro)(?: mas)?(?: por favor)?$"
    r"|^(?:y )?(?:nada mas|solo eso|eso es todo|es todo)$",
    r"^(?:and |a bit |any )*(?:more|less|better|lower|cheaper)(?: please)?$"
    r"|^(?:is )?that (?:all|it)$|^(?:only|just) that$",
    r"no (?:es|me) (?:suficiente|basta|alcanza)|(?:me )?(?:parece|resulta) (?:mucho"
    r"|car[oa]|demasiado|alt[oa])|(?:sigue|siga) bajando|(?:dame|deme|quiero"
    r"|otro poco) mas|(?:ser|sea|en|por|a) menos|otra vez|de nuevo|intent\w+",
    r"once more|one more time",
    r"not (?:good )?enough|lowest|room for|(?:try|once) (?:it )?again|again|(?:get"
    r"|bring|take) (?:it|that|this) down|any movement|budge|go further",
    r"(?:me(?:lo|la)? )?(?:lo |la )?mejor(?:a|as|ame|amela|amelo|ar|arla|arlo|arme"
    r"|armela|armelo|en|e|es|ala|alo|aria|arias|arian|enme|enmela|eme"
    r"|emos)(?: (?:eso|la oferta|un poco))?",
    r"(?:algo|un poco|un poquito|nada|alguna|dejar\w*) mejor|(?:descuento|rebaja"
    r"|oferta|quita|precio) (?:mayor|extra|adicional|mas (?:grande|alt[oa]|baj[oa]"
    r"|generos[oa]))|(?:poco|poquito|pelin|poquitin) menos|mejor (?:oferta|precio"
    r"|descuento|propuesta|trato|rebaja|condiciones)|(?:oferta|precio|descuento"
    r"|trato) mejor",
    r"(?:un poco |un poquito |algo |mucho )?mas (?:de )?(?:descuento|rebaja|bajo"
    r"|baja|barato|barata|economico|bajito|quita)|(?:mayor|otro|otra) (?:descuento"
    r"|rebaja|oferta|propuesta|quita)|menos (?:dinero|plata)|(?:un poco|algo|aun"
    r"|todavia) menos",
    r"(?:me )?(?:lo |la )?(?:baj|rebaj|reduc|redusc|reduzc|descuent|descont|afin"
    r"|apriet|apret|ajust)(?:a|as|ame|amelo|amela|ar|arlo|arla|armelo|arme|e|en|es"
    r"|an|enme|ir|irlo|irme|irla|eme|uen|alo|ala|aria|arias|arian|amos)(?: (?:mas"
    r"|un poco|algo|eso))*",
    r"lo mejor|ultimo precio|ultima (?:palabra|oferta)|(?:muy|bastante|tan"
    r"|sigue siendo) (?:caro|cara|alto|alta|poco)|carisimo|es (?:mucho|poco"
    r"|demasiado|caro)|demasiado|mucho dinero|mucha plata|poco descuento"
    r"|sigue siendo mucho",
    r"(?:estir|esfuerc|esforz|anim)\w+|esfuerzo|hacer algo mas|algo por mi|(?:algo"
    r"|un poco) mas|y algo mas",
    r"(?:a |any |some(?:thing)? |no |do |go |get |anything |little "
    r"|bit )*better(?: offer| price| deal| discount)?|improve(?: (?:it|that|on that"
    r"|the offer))?",
    r"(?:a (?:bit|little) |any |go |even )*(?:lower|cheaper|less)|bring (?:it|that"
    r"|the price) down|come down|drop (?:it|the price)|reduce|knock|sweeten",
    r"(?:more|bigger|larger|higher|further|another|greater) (?:of a )?(?:discount"
    r"|reduction|offer)|more off|(?:your|the) (?:very )?best(?: offer| price)?"
    r"|best you (?:can|could)|too (?:much|expensive|high)|steep|still (?:a lot|high)"
    r"|that's a lot|do any more|push it|last price",
)
IMMEDIATE = any_of(
    r"precio (?:por|de) (?:tod[oa]|el total|la total\w+)"
    r"|price for (?:all|everything|the (?:lot|whole))",
    r"ofrecid\w+|en (?:cuanto|que) (?:\w+ ){0,2}queda\w*",
    r"(?:cual|que) era (?:la|tu|su) oferta|habias dicho|repite\w*",
    r"what was (?:it|the|your) ?(?:offer|price)?|remind me|say (?:it|that) again"
    r"|repeat",
    r"que (?:me |nos )?(?:propon|ofrec)\w+|(?:tu|su|una) propuesta",
    r"what do you propose|your proposal",
    r"rebajas?|descuentos?|ofertas?|ofrec(?:es|e|en|eis|erme|erian)|quitas?"
    r"|promocion|me (?:haces|hacen|hace|dejas|dejan|perdonas?|perdonan)|(?:lo"
    r"|la) dejas?",
    r"(?:al |de )?contado|de una (?:sola )?vez|de un tiron|de golpe|en efectivo"
    r"|(?:en )?un(?:a)? solo? (?:pago|vez)|(?:en )?un pago(?: unico)?|pago unico",
    r"(?:si )?(?:(?:la|lo|se|te|os|les|le) )*(?:pago|pagara|pague|pagase|pagar"
    r"|pagarla|pagarlo|pagaria|cancelo|cancelar|cancelarla|cancelara|liquido"
    r"|liquidar|liquidarla|saldo|saldar|saldarla|abono|abonar|zanjo|quito"
    r"|quitarme(?:la)?) (?:(?:la|lo|mi|esta|esa|deuda|toda|todo|completa|completo|el"
    r"|total|integra|entera|entero|ya|por|mismo|de|encima|quiero|el) )*(?:todo|toda"
    r"|hoy|ahora|ya|mismo|total|completo|completa|entera|entero|inmediatamente"
    r"|integra|hoy mismo|ahora mismo)",
    r"(?:cancelar|liquidar|liquido|saldar|zanjar)(?:la|lo)?|pago inmediato|(?:todo"
    r"|toda) (?:junto|hoy|ahora|ya)|inmediat\w+|cuanto (?:seria|me sale|pagaria"
    r"|tendria que pagar|me costaria|me queda)(?: (?:hoy|ahora|al contado))?",
    r"discounts?|reduction|offers?|what can you (?:do|offer|give)|(?:pay|settle"
    r"|clear|paid|paying|close)(?: (?:it|this|that|the|my|whole|entire|debt|thing"
    r"|full|lot|amount|everything|all|of))* (?:all|off|in full|now|today|everything"
    r"|right now|right away|immediately|at once|up|in one go|in cash|straight away"
    r"|outright)",
    r"lump sum|one go|at once|in full|full (?:amount|payment)|in cash"
    r"|settle(?:ment)?|single payment|one payment|the whole (?:thing|lot|amount"
    r"|debt)|pay everything|pay it all|money off|what would (?:i"
    r"|it)(?: have to)? (?:pay|cost|be)",
)
ALL_OF_IT = any_of(
    r"(?:lo )?todo|(?:la deuda |el importe )?(?:completa?|entera|total)|la totalidad",
    r"all of it|everything|the (?:full|whole|entire|total) (?:amount|debt|thing|lot)",
)

NOW = any_of(
    r"ahora(?: mismo)?|hoy(?: mismo)?|ya|al momento|en este momento|de inmediato"
    r"|inmediatamente|primero|de una|al tiro|en el acto",
    r"(?:right )?now|today|right away|straight away|immediately|first|at once",
)
PAYS = any_of(
    r"(?:te |le |os |les )?(?:pago|pague|pagara|pagar|pagaria|pagarte|pagarle|pagase"
    r"|abono|abonar|abonaria|abone|deposito|depositar|ingreso|ingresar|entrego"
    r"|entregar|pongo|poner|pusiera|doy|dar|diera|aporto|aportar)",
    r"pay|paid|paying|put(?: down)?|give|hand over|cover|settle",
)
SETTLES = any_of(
    r"(?:cancel|liquid|sald|zanj|cerr|termin|finiquit)\w+|asunto|quedamos en paz"
    r"|no se hable mas|por toda|por todo",
    r"settle\w*|clear|pay (?:it )?off|close it|call it (?:quits|even)|be done|for all",
)
"""The whole debt is meant."""
WHOLE_PRICE = any_of(
    r"ofrez\w+|ofrec\w+|oferta|contraoferta|propon\w+|(?:me |lo |la )?dej\w+|acept\w+",
    r"offer\w*|accept\w*|take|settle\w*",
)
"""A price for all of it, even while a part is talked about."""
OFFERS = any_of(
    r"(?:te|le|les|os|yo|pues|solo|pues te)? ?(?:doy|daria|ofrezco|ofreceria|ofreci"
    r"|propongo|propondria)|(?:puedo|podria|quiero|voy a) (?:dar|darte|darle|darles"
    r"|ofrecer|ofrecerte|ofrecerle)|mi (?:oferta|propuesta|contraoferta)|contraoferta",
    r"(?:me )?(?:deja|dej|rebaja|baja|pon|acept)\w*(?: (?:la |lo |la deuda "
    r"|el precio |pagar ))? ?(?:en|por|a|hasta|con)?|(?:lo |la )?(?:dejamos|cerramos"
    r"|cierras?|zanjamos|hacemos|arreglamos)(?: (?:en|por|con|a))?|aceptas?"
    r"|aceptaria[ns]?|llego (?:a|hasta)|como (?:mucho|maximo)|puedo llegar|tope",
    r"(?:i(?:'ll| will| can| could|'d| would)? (?:only )?(?:offer|give|do|propose|go"
    r"|manage|afford))|offer(?:ing)?|would you (?:take|accept)|will you (?:take"
    r"|accept)|do you (?:take|accept)|(?:can you |could you )?(?:do|take|accept"
    r"|lower it to|drop it to)|settle for|at most|no more than|counter ?offer"
    r"|at most|no more than|my (?:offer|limit|maximum|max)|close (?:it )?(?:at|for)"
    r"|meet me at",
)
DISCOUNT = any_of(
    r"(?:de |en )?(?:descuento|rebaja|quita|menos)|rebaj\w+|descuent\w+|quit\w+",
    r"(?:of |in )?(?:discount|reduction)|off|less|knock",
)
OPTIONS = any_of(
    r"opcion(?:es)?|alternativas?|posibilidad(?:es)?|resumen|resum\w+|recapitul\w+"
    r"|formas? de pag\w+|maneras? de pag\w+|como (?:puedo|podria|se puede) pagar\w*"
    r"|que (?:puedo|podria|podemos) hacer|en que quedamos|que hemos hablado"
    r"|que me recomiendas?|que me conviene|repite(?:me)? todo",
    r"options?|alternatives?|possibilities|summar\w+|sum (?:it |that )?up|recap"
    r"|ways? (?:to|of) pay\w*|how (?:can|could|do) i pay|what can i do|where (?:do"
    r"|did) we (?:stand|get)|choices",
)
TERMS = any_of(
    r"(?:cual|cuanto) es (?:el|la|lo) (?:minim\w+|maxim\w+|plazo|pago minimo"
    r"|cuota minima)|condiciones|pago minimo|cuota minima",
    r"what(?:'s| is) the (?:minimum|maximum|min|max)|minimum payment|terms|conditions",
)
NEGOTIATE = any_of(
    r"negoci\w+|hablar|hablemos|tratar|arregl\w+|solucion\w+|pagar(?:la)?|ver"
    r"|elij\w*|elegir|escoj\w*|vamos con|empecemos|quiero|consult\w+|revis\w+",
    r"negotiat\w+|talk|discuss|sort|pay|deal with|choose|pick|select|look at|settle",
)
_GIVES = (
    r"(?:doy|ofrezco|ofrecer|ofreceria|darte|darle|dar|pago|pagar|pagaria|propongo"
    r"|offer|give|pay|propose)(?: (?:you|te|le|just|solo|como|pues))*"
)
NO_FIGURE_OFFERED = any_of(
    rf"{_GIVES} (?:una? )?(?:numero|cantidad|importe|infinite) ?(?:infinit\w+|amount"
    r"|number)",
    rf"{_GIVES} (?:infinit\w+|nan|nada(?: de nada)?|un monton|mucho dinero|lo que"
    r" (?:pueda|quieras|sea)|una miseria|unas monedas|calderilla|ningun[oa]? (?:euro"
    r"|sol)|ni un (?:euro|sol|centimo))",
    rf"{_GIVES} (?:(?:an )?infinit\w+|a lot|whatever|nothing|peanuts|loads|plenty"
    r"|something small)",
    r"(?:por|for) (?:nada|nothing|free)|gratis",
)
"""An offer of no amount at all."""
