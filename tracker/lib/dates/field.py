from django.db import models
from django.db.models import Q, F
from .uncertain import UncertainDate
class D:
    def __init__(s,f): s.f=f
    def __get__(s,o,c=None):
        if o is None: return s
        v=o.__dict__.get(s.f.name,"")
        return UncertainDate(v,getattr(o,s.f.name+"_words"),getattr(o,s.f.name+"_reference")) if v else None
    def __set__(s,o,v):
        n=s.f.name
        if isinstance(v,UncertainDate):
            o.__dict__[n]=v.edtf; setattr(o,n+"_words",v.words); setattr(o,n+"_earliest",v.earliest); setattr(o,n+"_latest",v.latest); setattr(o,n+"_reference",v.reference)
        else: o.__dict__[n]=v or ""
class UncertainDateField(models.CharField):
    def __init__(self,*a,companions=True,**k):
        self.companions=companions; k.setdefault("max_length",64); k.setdefault("default",""); super().__init__(*a,**k)
    def deconstruct(self):
        n,p,a,k=super().deconstruct(); k["companions"]=False; return n,p,a,k
    def contribute_to_class(self,cls,name,**k):
        if self.companions:
            for i,(s,f) in enumerate([("words",models.CharField(max_length=200,blank=True,default="")),("earliest",models.DateTimeField(null=True,blank=True)),("latest",models.DateTimeField(null=True,blank=True)),("reference",models.DateField(null=True,blank=True))]):
                f.creation_counter=self.creation_counter-0.5+i*0.1
                f.contribute_to_class(cls,f"{name}_{s}")
        super().contribute_to_class(cls,name,**k)
        setattr(cls,name,D(self))
    def pre_save(self,o,add): return o.__dict__.get(self.name,"")
    def value_from_object(self,o): return o.__dict__.get(self.name,"")
def uncertain_date_constraints(p,n):
    return [models.CheckConstraint(condition=Q(**{f"{n}_earliest":None})|Q(**{f"{n}_latest":None})|Q(**{f"{n}_earliest__lte":F(f"{n}_latest")}),name=f"{p}_{n}_ordered")]
